"""Reading a list of needs from a file: CSV in any usual encoding with Chinese or English headers, or JSON lines."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chardet

from market.core.errors import TooLarge
from market.core.i18n import N_, translate
from market.core.settings import settings
from market.needs.errors import UnreadableFile

ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("需求名称", "需求标题", "名称", "标题", "项目名称", "name", "title"),
    "firm_name": ("所属单位或公司名称", "需求单位", "单位名称", "企业名称", "公司名称", "company", "firm"),
    "industry_text": ("技术领域", "所属领域", "行业", "产业", "field", "industry"),
    "background": ("需求详情", "需求描述", "需求内容", "详情", "背景", "detail", "background"),
    "indicators": ("技术指标", "指标", "technicalindicators", "indicators"),
    "problem": ("拟解决的技术难题", "技术难题", "难题", "问题", "problem"),
    "present_state": ("现有基础条件", "现有基础", "基础条件", "现状", "foundation", "presentstate"),
    "cooperation_text": ("合作方式", "cooperation"),
    "firm_kind": ("单位性质", "orgtype"),
    "budget_text": ("预算金额", "预算", "拟投入", "资金预算", "budgettext", "budget"),
    "kind": ("需求类型", "demandtype", "kind"),
    "region_text": ("所属地区", "地区", "所在地", "region"),
    "validity_text": ("有效期", "截止日期", "validuntil", "validity"),
    "updated_text": ("更新时间", "发布时间", "updatedat"),
    "contact_name": ("联系人", "contactname"),
    "contact_phone": ("联系电话", "电话", "contactphone"),
}
NAMES = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
NEEDED = ("title", "firm_name")
LONGEST_CELL = 20_000

NOT_TEXT = N_("it is not a text file.")
NO_TITLES = N_("no line names the columns; a column with the title and one with the firm are needed.")
TOO_MANY = N_("it has more rows than the limit of %(limit)s.")
BAD_JSON = N_("line %(line)s is not valid JSON.")
BAD_CSV = N_("line %(line)s is damaged.")

Record = dict[str, str]


def read_list(path: Path) -> list[tuple[int, Record]]:
    """The rows with their line numbers, under our names, every value a clean text; raises UnreadableFile, TooLarge."""
    limit = settings().upload_limit
    if path.stat().st_size > limit:
        raise TooLarge(limit=limit // 1024 // 1024)
    text = decode(path.read_bytes())
    rows = _json_rows(text) if path.suffix.lower() in (".jsonl", ".json", ".ndjson") else _csv_rows(text)
    found = []
    for line, values in rows:
        found.append((line, _record(values)))
        if len(found) > settings().import_rows_limit:
            raise UnreadableFile(reason=translate(TOO_MANY, limit=settings().import_rows_limit))
    return found


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else what it looks like, GB18030 before anything."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        guess = str(chardet.detect(content[:200_000]).get("encoding") or "")
        encodings = ["utf-8-sig", guess if guess.lower().startswith(("utf", "big5")) else "gb18030", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(reason=translate(NOT_TEXT))


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a separated file; the header may stand below other lines."""
    head = text[:5000]
    delimiter = max(",;\t", key=lambda sign: max((line.count(sign) for line in head.splitlines()), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                names = [NAMES.get(_folded(cell), "") for cell in cells]
                header = names if set(NEEDED) <= set(names) else []
            elif any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise UnreadableFile(reason=translate(BAD_CSV, line=reader.line_num)) from error
    if not header:
        raise UnreadableFile(reason=translate(NO_TITLES))


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """One object a line, or one list of objects."""
    if text.lstrip().startswith("["):
        items = list(enumerate(_parsed(text, 1), start=1))
    else:
        lines = enumerate(text.splitlines(), start=1)
        items = [(number, _parsed(line, number)) for number, line in lines if line.strip()]
    for number, item in items:
        if not isinstance(item, dict):
            raise UnreadableFile(reason=translate(BAD_JSON, line=number))
        yield number, {NAMES.get(_folded(key), ""): value for key, value in item.items()}


def _parsed(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(reason=translate(BAD_JSON, line=line)) from error


def _folded(header: str) -> str:
    return re.sub(r"[\s_*]+|[（(].*?[）)]", "", unicodedata.normalize("NFKC", str(header))).lower().strip("﻿")


def _record(values: dict[str, Any]) -> Record:
    return {name: _clean(values.get(name)) for name in ALIASES}


def _clean(value: Any) -> str:
    """One value as text without control characters."""
    text = "" if value is None else str(value)[:LONGEST_CELL]
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or c == "\u3000").strip()
