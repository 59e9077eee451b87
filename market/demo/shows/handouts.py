"""The papers of the roadshow that was held: small real files, one for each circle that may open them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from docx import Document

from market.core import files, printing
from market.core.actor import Actor
from market.core.db import transaction
from market.core.files import StoredFile
from market.pitches import service as pitches
from market.pitches.rules.states import Tier

PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<h1>{title}</h1><p class="reference">云州专利路演季 · 演示资料，内容均为虚构</p>{body}</body></html>'
)
PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Handout:
    """One paper: its name without ending, who may open it, its heading, and lines or rows of a table."""

    name: str
    tier: str
    title: str
    lines: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


CASTING = (
    Handout(
        "路演演示稿",
        Tier.PUBLIC,
        "低压铸造充型压力的自适应控制：让轮毂少报废",
        (
            "问题：充型压力按固定曲线给，模具一热、铝液一降温就冷隔或卷气，废品率常在 6% 以上。",
            "办法：在保温炉口测液面，实时修正加压曲线；控制柜加一块模块即可，旧机台可改。",
            "效果：两家企业试产，废品率由 6.8% 降到 3.1%。",
            "许可方式：开放许可，普通许可，按台收费；校方派人到厂调试两天。",
        ),
    ),
    Handout(
        "旧机台改造清单与报价",
        Tier.REGISTERED,
        "旧机台改造清单",
        ("适用于 400 至 800 公斤保温炉。以下为单台费用，不含停产损失。",),
        (
            ("项目", "数量", "单价（元）"),
            ("液面传感器", "1", "6,800"),
            ("控制模块及接线", "1", "9,500"),
            ("到厂调试（两天）", "1", "4,000"),
            ("培训资料", "1", "0"),
        ),
    ),
    Handout(
        "试产数据与压力曲线",
        Tier.INTENT,
        "试产数据与压力曲线",
        ("供已登记意向的企业评估使用，请勿转给他人。签订保密协议后可提供原始记录。",),
        (
            ("批次", "模温（℃）", "充型时间（秒）", "废品率"),
            ("对照 1 至 20", "318", "11.5", "6.8%"),
            ("试验 1 至 20", "322", "10.8", "3.4%"),
            ("试验 21 至 40", "331", "10.6", "2.8%"),
        ),
    ),
)
OTHERS: Mapping[int, Handout] = {
    1: Handout("增压销一页说明", Tier.PUBLIC, "局部增压销", ("在厚大部位局部补压，减少缩松。", "可到实训厂看样件。")),
    2: Handout(
        "刀具监测接入说明",
        Tier.REGISTERED,
        "不装传感器的刀具磨损监测",
        ("读取主轴电流即可，接入时间约半天。", "换材料后需跑 20 件重新标定。"),
    ),
    3: Handout("切削液浓度检测方法", Tier.INTENT, "切削液浓度检测方法", ("标定表与取样步骤，供登记意向的企业评估。",)),
}
"""By the place of the pitch among those chosen; the first has all of `CASTING`."""


def bring(owners: Sequence[tuple[Actor, int]]) -> None:
    """The owners put the papers on their pitches, given as person and pitch in the order they were chosen."""
    for handout in CASTING:
        _attach(*owners[0], handout, _pdf(handout) if printing.available() else None)
    for place, handout in OTHERS.items():
        _attach(*owners[place], handout)


def _attach(owner: Actor, pitch_id: int, handout: Handout, pdf: bytes | None = None) -> None:
    stored = _kept(handout, pdf, owner.organisation_id)
    with transaction():
        pitches.attach(owner, pitch_id, stored, handout.tier, slides=handout.tier == Tier.PUBLIC)


def _kept(handout: Handout, pdf: bytes | None, organisation_id: int | None) -> StoredFile:
    if pdf is not None:
        return files.keep(io.BytesIO(pdf), f"{handout.name}.pdf", organisation_id, PDF)
    return files.keep(io.BytesIO(_word(handout)), f"{handout.name}.docx", organisation_id, WORD)


def _pdf(handout: Handout) -> bytes:
    lines = "".join(f"<p>{escape(line)}</p>" for line in handout.lines)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in handout.rows)
    body = lines + (f"<table>{rows}</table>" if rows else "")
    return printing.pdf(PAGE.format(title=escape(handout.title), body=body))


def _word(handout: Handout) -> bytes:
    made, out = Document(), io.BytesIO()
    made.add_heading(handout.title, level=1)
    for line in handout.lines:
        made.add_paragraph(line)
    if handout.rows:
        table = made.add_table(rows=0, cols=len(handout.rows[0]), style="Table Grid")
        for row in handout.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    made.save(out)
    return out.getvalue()
