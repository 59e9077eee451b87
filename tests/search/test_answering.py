"""Answers: all words first, near matches after, numbers and classes in any form, filters with counts, order."""

from pathlib import Path
from typing import Any

import pytest

from market.search.index.answering import Answer, answer
from market.search.index.comparing import compare
from market.search.index.shelves import Library
from market.search.index.suggesting import suggest
from market.search.rules.asking import read
from market.search.rules.choices import Group, Sort
from market.search.rules.documents import Kind
from tests.factories.search import build, document, documents


def listing(number: int, fee_kind: str, due: int) -> dict[str, Any]:
    return {"key": f"listing:{number}", "kind": Kind.LISTING, "fee_kind": fee_kind, "due": due}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Library:
    extra = [
        document(
            20, "铸造用砂", "型砂回收。", "B22C 5/00", types=("utility_model",), owners=("东岭大学",), region="370900"
        ),
        document(
            21, "外观瓶", "酒瓶。", types=("design",), status="dead", inventors=("张三",), numbers=("201930123456.8",)
        ),
        document(22, "催化剂的制备", "载体焙烧。", "B01J 37/08", numbers=("201710601862.3", "CN107376980A")),
        document(23, "秘密的铸造", "不公开。", visible=False),
        document(
            24, "铸造机器人抓手", "夹爪。", "B25J 15/08", key="listing:9", kind=Kind.LISTING, fee_kind="free", due=0
        ),
        document(
            25,
            "铸造除尘罩",
            "风道。",
            "B08B 15/00",
            key="listing:10",
            kind=Kind.LISTING,
            fee_kind="one_off",
            due=500_00,
        ),
    ]
    return build(tmp_path_factory.mktemp("index"), [*documents(), *extra])


def ask(source: Library, line: str, sort: Sort = Sort.RELEVANCE, **choices: str) -> Answer:
    return answer(source, read(line), {Group(k): frozenset(v.split(",")) for k, v in choices.items()}, sort)


def exact(source: Library, line: str, **choices: str) -> set[str]:
    found = ask(source, line, **choices)
    return {hit.row.key for hit in found.hits(0, found.exact)}


def test_all_words_first_then_near(source: Library) -> None:
    found = ask(source, "铸造 缩松")
    keys = [hit.row.key for hit in found.hits()]
    assert set(keys[: found.exact]) == {"patent:1", "patent:6"}
    near = [hit for hit in found.hits() if hit.near]
    assert near
    assert all(set(hit.matched) & {"铸造", "缩松"} for hit in near)
    assert all(not hit.near for hit in found.hits(0, found.exact))


def test_hidden_documents_are_never_found(source: Library) -> None:
    for line in ("秘密的铸造", "不公开", "铸造", ""):
        assert "patent:23" not in {hit.row.key for hit in ask(source, line).hits()}
    assert "patent:23" not in {r.key for r in compare(source, [(1, "秘密的铸造 不公开")])}


ANY_FORM = """
ZL201710601862.3|201710601862|2017106018623|no:201710601862|专利号：2017106|CN107376980A|
B01J 37/08|B01J37/08|B01J37|B01J|ipc:B01|分类：B01J 37/08|b01j
"""


@pytest.mark.parametrize("line", ANY_FORM.replace("\n", "").split("|"))
def test_numbers_and_classes_in_any_form(source: Library, line: str) -> None:
    assert "patent:22" in exact(source, line)


def test_a_class_is_no_prefix_of_another(source: Library) -> None:
    assert exact(source, "ipc:B22C9") == {"patent:6"}
    assert exact(source, "ipc:B22D1") == set()


def test_single_characters_are_found_anywhere(source: Library) -> None:
    assert exact(source, "泵") == {"patent:4"}
    assert "patent:21" in exact(source, "瓶")


def test_words_of_other_form_match(source: Library) -> None:
    assert exact(source, "treated wastes") == {"patent:5"}


def test_phrases_stand_together(source: Library) -> None:
    assert exact(source, '"铝合金轮毂"') == {"patent:6"}
    assert exact(source, '"轮毂铝合金"') == set()
    assert exact(source, '"waste water"') == {"patent:5"}
    assert exact(source, '"water waste"') == set()


def test_minus(source: Library) -> None:
    assert "patent:6" not in exact(source, "铸造 -轮毂")
    assert "patent:1" in exact(source, "铸造 -轮毂")


NAMED = {
    "owner:东岭": "patent:20",
    "申请人：东岭大学": "patent:20",
    "inventor:张三": "patent:21",
    "类型:外观设计": "patent:21",
    "region:泰安": "patent:20",
    "title:催化剂": "patent:22",
    "status:失效": "patent:21",
    "fee:免费": "listing:9",
    "owner:东岭 铸造": "patent:20",
}


@pytest.mark.parametrize(("line", "key"), NAMED.items())
def test_named_fields(source: Library, line: str, key: str) -> None:
    assert exact(source, line) == {key}


def test_no_words_means_everything_public(source: Library) -> None:
    assert ask(source, "").total == 11


def test_counts_ignore_their_own_group(source: Library) -> None:
    found = ask(source, "铸造", type="utility_model")
    assert {hit.row.key for hit in found.hits(0, found.exact)} == {"patent:20"}
    assert found.counts[Group.TYPE]["invention"] >= 4
    assert found.counts[Group.OWNER] == {"东岭大学": 1}
    assert found.counts[Group.SECTION] == {"B": 1}


def test_two_groups_narrow_together(source: Library) -> None:
    assert exact(source, "铸造", section="B", kind="listing") == {"listing:9", "listing:10"}
    assert exact(source, "铸造", fee="free") == {"listing:9"}
    assert exact(source, "", **{"class": "B22,A01"}) == {"patent:1", "patent:2", "patent:6", "patent:20"}


def test_orders(source: Library) -> None:
    def order(sort: Sort) -> list[str]:
        return [hit.row.key for hit in ask(source, "铸造", sort, kind="listing").hits()]

    assert order(Sort.CHEAPEST) == ["listing:9", "listing:10"]
    assert order(Sort.DEAREST) == ["listing:10", "listing:9"]
    days = [hit.row.day for hit in ask(source, "", Sort.NEWEST).hits()]
    assert days == sorted(days, reverse=True)
    assert [hit.row.day for hit in ask(source, "", Sort.OLDEST).hits()] == sorted(days)


def test_pages_are_parts_of_one_answer(source: Library) -> None:
    found = ask(source, "")
    assert found.hits(0, 4) + found.hits(4, 100) == found.hits()


def test_long_text_ranks_by_likeness(source: Library) -> None:
    line = "我们厂用低压铸造生产铝合金轮毂，壁厚突变处常出现缩松，希望修正加压曲线，" + " ".join(
        f"其他{n}" for n in range(30)
    )
    found = ask(source, line)
    assert found.exact == 0
    assert {hit.row.key for hit in found.hits(0, 2)} == {"patent:1", "patent:6"}
    assert found.hits(0, 1)[0].matched


def test_compare_gives_reasons(source: Library) -> None:
    found = compare(source, [(2, "铝合金铸件缩松"), (1, "根据液面修正加压曲线")], ipc=["B22D"], limit=3)
    assert found[0].key == "patent:1"
    assert found[0].ipc == "B22D"
    assert "缩松" in dict(found[0].terms)
    assert 0 < found[0].points <= 1
    assert {r.key for r in compare(source, [(1, "铸造")], kinds={"listing"})} == {"listing:9", "listing:10"}
    assert compare(source, [(1, "")]) == []


def test_suggestions_complete_the_last_word(tmp_path: Path) -> None:
    build(tmp_path, [*documents(), document(30, "玉米脱粒机", numbers=("201710601862.3",))])
    assert any(s.startswith("玉米") for s in suggest(tmp_path, "玉米"))
    assert all(s.startswith("摘穗 ") for s in suggest(tmp_path, "摘穗 玉"))
    assert "云州理工大学" in suggest(tmp_path, "云州")
    assert suggest(tmp_path, "2017106")[0].startswith("2017106")
    assert suggest(tmp_path, "") == suggest(tmp_path, '"*(') == []
