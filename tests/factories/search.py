"""Documents and indexes for tests of the search, without a database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from market.search.index.shelves import Library, forget, library
from market.search.index.store import Store
from market.search.rules.documents import Document, Kind

TITLES = (
    ("一种低压铸造充型压力自适应控制方法", "根据液面位置修正加压曲线，减少铝合金铸件缩松。", "B22D 18/04"),
    ("玉米收获机的摘穗装置", "摘穗辊与拉茎辊分层布置，减少籽粒破碎。", "A01D 45/02"),
    ("一种治疗皮炎的中药", "由白芷、防风、黄柏组成。", "A61K 36/898"),
    ("水泵叶轮的静平衡检测装置", "用气浮轴承测量叶轮的不平衡量。", "G01M 1/12"),
    ("Method for treating waste water", "Activated carbon adsorbs phenols from waste waters.", "C02F 1/28"),
    ("铝合金轮毂铸造模具", "冷却水道贴近轮辐根部，消除缩松。", "B22C 9/06"),
)


def document(number: int, title: str, text: str = "", ipc: str = "", **over: Any) -> Document:
    """A patent as the index holds it."""
    values: dict[str, Any] = {
        "key": f"patent:{number}",
        "kind": Kind.PATENT,
        "version": "1",
        "title": title,
        "texts": ((1.0, text),),
        "ipc": (ipc,) if ipc else (),
        "types": ("invention",),
        "owners": ("云州理工大学",),
        "status": "in_force",
        "day": f"2020-01-{number % 28 + 1:02d}",
    }
    return Document(**(values | over))


def documents() -> list[Document]:
    """A handful of patents of several trades."""
    return [document(n, *texts) for n, texts in enumerate(TITLES, start=1)]


def build(root: Path, found: Iterable[Document] | None = None) -> Library:
    """An index of these documents, open."""
    store = Store(root)
    with store.lock():
        store.rebuild(documents() if found is None else found)
    return library(root)


def again(root: Path) -> Library:
    """The index as another process would open it."""
    forget(root)
    return library(root)
