"""Measuring matching on a small set of our own: exact figures, and a set that must not look good."""

import json
from pathlib import Path

import pytest

from market.matching.evaluation import evaluate

DOCUMENTS = [
    ("d1", "离心泵叶轮的导流槽", "叶片前缘开设导流槽，降低入口流速，减少汽蚀。"),
    ("d2", "轮毂低压铸造缩松控制", "按液面位置分段修正加压曲线，缩松率下降。"),
    ("d3", "饲料霉菌毒素检测试纸", "胶体金试纸条用于现场快速检测。"),
    ("d4", "烘干塔余热回收装置", "排气余热经换热器预热进风，节约能源。"),
    ("d5", "轴承滚道表面强化", "激光冲击强化提高疲劳寿命。"),
    ("d6", "污泥脱水调理剂", "降低含水率，改善过滤性能。"),
    ("d7", "大豆分离蛋白改性", "提高凝胶强度和持水性。"),
    ("d8", "光伏组件清洗机器人", "无水清洗，自动换行。"),
    ("d9", "锂电池极片涂布缺陷检测", "线扫描相机识别划痕和漏箔。"),
    ("d10", "玻璃纤维毡的浸润剂", "改善与树脂的界面结合。"),
    ("d11", "煤矿巷道支护锚杆", "提高抗拉承载力。"),
    ("d12", "中药渣发酵制备有机肥", "缩短腐熟周期。"),
]
QUERIES = [
    ("q1", "水泵的叶轮入口汽蚀严重，怎样改叶片", "d1"),
    ("q2", "铸造轮毂内部缩松多，想调整加压", "d2"),
    ("q3", "怎样在现场很快知道饲料有没有霉菌毒素", "d3"),
    ("q4", "烘干塔的热气白白排掉，想把余热用起来", "d4"),
]


def write(folder: Path, answers: dict[str, str]) -> Path:
    """A set in BEIR layout."""
    corpus = [json.dumps({"_id": i, "title": t, "text": x}, ensure_ascii=False) for i, t, x in DOCUMENTS]
    queries = [json.dumps({"_id": i, "text": text}, ensure_ascii=False) for i, text, _ in QUERIES]
    (folder / "corpus.jsonl").write_text("\n".join(corpus), encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(queries), encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *(f"{query}\t{document}\t1" for query, document in answers.items())]
    (folder / "qrels.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_a_set_that_is_easy_is_solved(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    figures = evaluate(write(tmp_path, {i: d for i, _, d in QUERIES}), progress=lambda *at: seen.append(at))
    assert set(figures) == {"recall@10", "ndcg@10", "queries", "documents", "p50_ms", "p95_ms"}
    assert (figures["recall@10"], figures["ndcg@10"]) == (1.0, 1.0)
    assert (figures["queries"], figures["documents"]) == (4, 12)


def test_wrong_judgements_look_bad(tmp_path: Path) -> None:
    wrong = dict(zip([i for i, _, _ in QUERIES], ["d10", "d11", "d12", "d8"], strict=True))
    assert evaluate(write(tmp_path, wrong))["ndcg@10"] < 0.5


def test_only_so_many_queries_when_asked(tmp_path: Path) -> None:
    assert evaluate(write(tmp_path, {i: d for i, _, d in QUERIES}), limit=2)["queries"] == 2


@pytest.mark.realdata
def test_the_nearest_real_set_reaches_its_figures(real_data: Path) -> None:
    figures = evaluate(real_data / "benchmarks" / "taian-problem2patent-zh")
    assert figures["recall@10"] >= 0.68
    assert figures["ndcg@10"] >= 0.56
    assert (figures["queries"], figures["documents"]) == (306, 7308)
