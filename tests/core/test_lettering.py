"""Chinese pieces of English pages are marked, once, and nothing else is touched."""

import time

import pytest

from market.core.lettering import mark_chinese

PIECE = '<span lang="zh-CN">东岭大学</span>'


def test_chinese_text_is_marked() -> None:
    assert mark_chinese("<p>Licence of 东岭大学, 2026</p>") == f"<p>Licence of {PIECE}, 2026</p>"


def test_figures_between_chinese_words_belong_to_the_piece() -> None:
    assert mark_chinese("<p>缩松率 5.8%，见 X 光</p>") == '<p><span lang="zh-CN">缩松率 5.8%，见 X 光</span></p>'


def test_latin_letters_that_touch_chinese_ones_belong_to_the_piece() -> None:
    assert mark_chinese("<p>Budget: 1-3万元, of 东岭CNC厂 alone</p>") == (
        '<p>Budget: <span lang="zh-CN">1-3万元</span>, of <span lang="zh-CN">东岭CNC厂</span> alone</p>'
    )


@pytest.mark.parametrize(
    "page",
    [
        '<p lang="zh-CN">东岭<b>大学</b></p>',
        "<title>东岭大学</title>",
        "<option>东岭大学</option>",
        '<input value="东岭大学" placeholder="a > b">',
        "<textarea>东岭大学</textarea>",
        '<script type="application/ld+json">{"name": "东岭大学"}</script>',
        "<!-- 东岭大学 -->",
        "<p>Nothing Chinese here.</p>",
    ],
)
def test_what_cannot_or_need_not_be_marked_stays(page: str) -> None:
    assert mark_chinese(page) == page


def test_after_a_chinese_element_marking_goes_on() -> None:
    page = '<ul><li lang="zh-CN">甲</li><li><br>东岭大学</li></ul>'
    assert mark_chinese(page) == f'<ul><li lang="zh-CN">甲</li><li><br>{PIECE}</li></ul>'


@pytest.mark.parametrize("text", ["a" * 200_000, "铸" * 200_000, "a铸" * 100_000, "a " * 100_000, "铸 " * 100_000])
def test_long_text_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    mark_chinese(f"<p>{text}</p>")
    assert time.perf_counter() - begun < 2
