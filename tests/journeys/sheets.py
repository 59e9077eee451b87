"""Spreadsheets of our own for the journeys: what a transfer office would send."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl

from market.patents.rules.identifiers import check_digit

HEADERS = ["专利名称", "申请号", "申请人", "申请日", "主分类号", "摘要", "法律状态", "授权公告日"]
TITLES = [  # title, class, abstract
    ("大豆脱皮机的筛网防堵结构", "A23N 5/00", "大豆脱皮机筛网容易被皮屑堵塞，本结构以弹性刷辊逆向清扫筛孔，堵塞时自动加速，减少停机清理。"),
    ("滚筒烘干机的余热回收方法", "F26B 23/00", "滚筒烘干机排出的湿热空气直接排放浪费热量，本方法以逆流换热预热进风，并按湿度控制排风量。"),
    ("水泵机械密封的干磨保护装置", "F16J 15/34", "水泵缺水时机械密封干磨烧毁，本装置检测密封腔温升并注入保护液，延迟停泵。"),
]


def number(serial: int) -> str:
    """A well-formed application number of 2021 in a range never given out."""
    digits = f"20211{9_800_000 + serial:07d}"
    return f"{digits}.{check_digit(digits)}"


def patents(path: Path, owner: str, rows: int = 3, mark: int = 0) -> Path:
    """A workbook with a title line above the header, as such lists come."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{owner}存量专利清单"])
    sheet.append(HEADERS)
    for row in range(rows):
        title, ipc, abstract = TITLES[row % len(TITLES)]
        filed = date(2021, 3, 1) + timedelta(days=row)
        cells = [title, number(mark * 1000 + row), owner, filed.isoformat(), ipc, abstract, "有效", "2023-02-14"]
        sheet.append(cells)
    sheet.append(["坏号的一行", "202110000000.0", owner, "2021-03-01", "A01B 1/00", "校验位不对的申请号。", "有效", "2023-02-14"])
    book.save(path)
    return path
