"""Which column of a file holds what: headers in use, Chinese and English; where the header row is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from market.core.i18n import N_

HEADER_ROWS_SEARCHED = 30


class Field(StrEnum):
    """What a column can hold for us."""

    APPLICATION_NUMBER = "application_number"
    TITLE = "title"
    APPLICANTS = "applicants"
    OWNER_CODES = "owner_codes"
    FILING_DATE = "filing_date"
    MAIN_CLASS = "main_class"
    CLASSES = "classes"
    ABSTRACT = "abstract"
    TYPE = "type"
    PUBLICATION_NUMBER = "publication_number"
    PUBLICATION_DATE = "publication_date"
    GRANT_NUMBER = "grant_number"
    GRANT_DATE = "grant_date"
    INVENTORS = "inventors"
    STATUS = "status"
    KEYWORDS = "keywords"
    ADDRESS = "address"
    PROVINCE = "province"


FIELD_NAMES = {
    Field.APPLICATION_NUMBER: N_("Application number"),
    Field.TITLE: N_("Patent title"),
    Field.APPLICANTS: N_("Applicants or owners"),
    Field.OWNER_CODES: N_("Credit codes of the owners"),
    Field.FILING_DATE: N_("Filing date"),
    Field.MAIN_CLASS: N_("Main class"),
    Field.CLASSES: N_("Classes"),
    Field.ABSTRACT: N_("Abstract"),
    Field.TYPE: N_("Type of patent"),
    Field.PUBLICATION_NUMBER: N_("Publication number"),
    Field.PUBLICATION_DATE: N_("Publication date"),
    Field.GRANT_NUMBER: N_("Grant announcement number"),
    Field.GRANT_DATE: N_("Grant date"),
    Field.INVENTORS: N_("Inventors"),
    Field.STATUS: N_("Legal status"),
    Field.KEYWORDS: N_("Keywords"),
    Field.ADDRESS: N_("Address of the first applicant"),
    Field.PROVINCE: N_("Province or city"),
}

DATE_FIELDS = (Field.FILING_DATE, Field.PUBLICATION_DATE, Field.GRANT_DATE)
ANCHORS = {Field.APPLICATION_NUMBER, Field.PUBLICATION_NUMBER, Field.TITLE}

# Earlier names of one field are preferred to later ones when a file has several of them.
ALIASES: dict[Field, str] = {
    Field.APPLICATION_NUMBER: (
        "申请号 专利申请号 專利申請號 申請號 出願番号 专利号 申请(专利)号 申请号/专利号 "
        "专利号/申请号 专利(申请)号 专利编号 applicationnumber applicationno applicationno. "
        "appno appno. applicationnum patentno patentno. patentnumber"
    ),
    Field.TITLE: (
        "专利名称 名称 專利名稱 発明の名称 发明名称 标题 题名 专利标题 发明创造名称 title "
        "inventiontitle patenttitle titlezh"
    ),
    Field.APPLICANTS: (
        "申请人 专利权人 申請人 專利權人 出願人 申请(专利权)人 申请人(专利权人) 专利权人/申请人 "
        "申请人/专利权人 权利人 当前权利人 当前专利权人 第一申请人 原始申请人 applicants "
        "applicant assignee assignees owner owners patentee applicantname"
    ),
    Field.OWNER_CODES: (
        "统一社会信用代码 信用代码 权利人统一社会信用代码 专利权人统一社会信用代码 社会信用代码 "
        "uscc creditcode unifiedsocialcreditcode ownercode"
    ),
    Field.FILING_DATE: (
        "申请日 申请日期 申請日 出願日 申请时间 filingdate applicationdate filing/creationdate dateoffiling datefiled"
    ),
    Field.MAIN_CLASS: (
        "主分类号 ipc主分类号 主分类 ipc主分类 国际主分类号 主ipc 主分类号(ipc) mainclass "
        "mainipc ipcmain mainclassification"
    ),
    Field.CLASSES: (
        "分类号 ipc分类号 ipc 国际分类号 分类号(ipc) ipc国际分类 专利分类号 洛迦诺分类号 "
        "外观分类号 副分类号 ipcrclassifications ipcclassifications ipcs classifications "
        "classes ipcsymbols locarno"
    ),
    Field.ABSTRACT: "摘要 专利摘要 要約 摘要(中文) 简要说明 摘要/简要说明 abstract abstractzh summary",
    Field.TYPE: "专利类型 类型 专利种类 申请类别 patenttype",
    Field.PUBLICATION_NUMBER: (
        "公开(公告)号 公开号 公布号 公开/公告号 公开公告号 申请公布号 publicationnumber "
        "publicationno publicationno. pubno publicationnum"
    ),
    Field.PUBLICATION_DATE: (
        "公开(公告)日 公开日 公布日 公开/公告日 公开公告日 申请公布日 公开日期 publicationdate pubdate"
    ),
    Field.GRANT_NUMBER: "授权公告号 公告号 授权号 授权公告(授权)号 grantnumber grantno grantpublicationnumber",
    Field.GRANT_DATE: "授权公告日 授权日 公告日 授权日期 授权公告日期 授权时间 grantdate dateofgrant",
    Field.INVENTORS: ("发明人 发明(设计)人 设计人 发明人/设计人 發明人 inventors inventor inventor/author"),
    Field.STATUS: (
        "法律状态 专利权状态 当前法律状态 专利状态 有效性 法律状态/事件 案件状态 简单法律状态 "
        "legalstatus status patentstatus"
    ),
    Field.KEYWORDS: "关键词 关键字 keywords keyword",
    Field.ADDRESS: (
        "申请人地址 地址 专利权人地址 第一申请人地址 当前权利人地址 申请(专利权)人地址 联系地址 "
        "applicantaddress address"
    ),
    Field.PROVINCE: "国省代码 国省 国省名称 省市 省份 申请人省市 申请人省份 省 地区 所在地 province region",
}
_GOOGLE_IDENTIFIER = "id"
_GOOGLE_SIGN = "resultlink"

_FIELD_BY_ALIAS = {
    alias: (field, rank) for field, aliases in ALIASES.items() for rank, alias in enumerate(aliases.split())
}

Mapping_ = dict[Field, int]


def fold_header(text: object) -> str:
    """A header without blanks, stars, colons and full-width forms, in small letters."""
    folded = unicodedata.normalize("NFKC", str(text if text is not None else "")).lower()
    return re.sub(r"[\s*::\ufeff\u200b\"'“”_]+", "", folded).replace("[", "(").replace("]", ")")


def recognise(headers: Sequence[object]) -> Mapping_:
    """The column of each field that a row of headers names; the first and most exact name wins."""
    folded = [fold_header(header) for header in headers]
    best: dict[Field, tuple[int, int]] = {}
    for place, name in enumerate(folded):
        found = _FIELD_BY_ALIAS.get(name)
        if found is None and name == _GOOGLE_IDENTIFIER and _GOOGLE_SIGN in folded:
            found = (Field.PUBLICATION_NUMBER, 0)
        if found is None:
            continue
        field, rank = found
        best[field] = min(best.get(field, (rank, place)), (rank, place))
    return {field: place for field, (_, place) in best.items()}


def find_header(rows: Sequence[Sequence[object]]) -> int | None:
    """The index of the header row among the first rows, under any preamble; None when none looks like one.

    A header is a row of texts that names a number or the title; the row that names most fields wins.
    """
    best, best_score = None, 0
    for place, row in enumerate(rows[:HEADER_ROWS_SEARCHED]):
        cells = [cell for cell in row if cell not in (None, "")]
        texts = len(cells) > 1 and all(isinstance(cell, str) for cell in cells)
        found = recognise(row) if texts else {}
        if len(found) > best_score and ANCHORS & found.keys():
            best, best_score = place, len(found)
    return best


def mapping_from_names(chosen: Mapping[str, int]) -> Mapping_:
    """A stored mapping (field name to column) as rules use it; unknown names are left out."""
    return {Field(name): place for name, place in chosen.items() if name in set(Field) and place >= 0}
