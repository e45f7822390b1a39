"""The parts of reading a page that its surface does not show alone: place, choice, structure."""

from __future__ import annotations

import pytest

from articles.ingest.formats.html_page import alignment
from articles.ingest.formats.html_page.alignment import aligned
from articles.ingest.formats.html_page.body import Body, choose, densest
from articles.ingest.formats.html_page.captions import captioned, is_caption
from articles.ingest.formats.html_page.json_ld import read_statements
from articles.ingest.formats.html_page.marks import mark
from articles.ingest.formats.html_page.structure import read_structure
from articles.ingest.formats.html_page.title import NOWHERE
from tests.test_ingest_html_page import FIRST, SECOND, THIRD

LONG = f"{FIRST} {SECOND}"


@pytest.mark.parametrize(
    ("blocks", "lines", "held"),
    [
        pytest.param([FIRST, SECOND], [FIRST], [True, False], id="one-of-two"),
        pytest.param([FIRST], ["The bell on  the pier" + FIRST[21:]], [True], id="spaces-moved"),
        pytest.param([FIRST, SECOND], [FIRST + SECOND], [True, True], id="two-in-one-line"),
        pytest.param([LONG], [LONG.replace("noon", "twelve")], [True], id="changed-inside"),
        pytest.param([LONG], [LONG[:60]], [False], id="cut-off"),
        pytest.param([LONG], [LONG[:60], THIRD * 3, LONG[-60:]], [False], id="torn-apart"),
        pytest.param(
            ["Fog", FIRST, "Fog"], [FIRST, "Fog"], [False, True, True], id="by-neighbours"
        ),
        pytest.param(
            [SECOND, FIRST, THIRD], [FIRST, SECOND, THIRD], [False, True, True], id="order"
        ),
        pytest.param(["Fog", "", FIRST], [FIRST], [False, False, True], id="nothing-left"),
        pytest.param(["a", SECOND], [FIRST, SECOND], [False, True], id="short-and-far"),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_a_block_is_held_where_its_words_stand_in_the_order_of_the_page(blocks, lines, held):
    assert aligned(blocks, lines) == held


def test_looking_for_blocks_ends_after_a_bounded_search(monkeypatch):
    monkeypatch.setattr(alignment, "_MOST_SEARCHED", 10)

    assert aligned([THIRD, FIRST, SECOND], [FIRST + SECOND]) == [False, False, False]
    assert aligned([THIRD, FIRST, SECOND], [FIRST, SECOND]) == [False, True, True]


def chosen(html: str, core: list[int], titles: tuple[str, ...] = (), title: range = NOWHERE) -> str:
    found = read_structure(html)
    body = choose(found, core, titles, title)
    return "|".join(found.words(index)[:5] for index in sorted(body.chosen))


@pytest.mark.parametrize(
    ("html", "core", "texts"),
    [
        pytest.param(f"<p>{FIRST}", [0], "The b", id="alone"),
        pytest.param(f"<p>{FIRST}", [], "", id="nothing"),
        pytest.param(
            f"<head><title>x</title></head><p>{FIRST}", [0, 1], "The b", id="window-title"
        ),
        pytest.param(f"<div><nav>{FIRST}</nav><p>{SECOND}</div>", [0, 1], "By no", id="frame"),
        pytest.param(f"<div><nav>{FIRST}</nav></div>", [0], "The b", id="nothing-but-a-frame"),
        pytest.param(
            f"<div><p>{FIRST}<div class=tags>a b</div></div>", [0, 1], "The b", id="hinted"
        ),
        pytest.param(
            f"<p>{FIRST}<p>{SECOND}<p>By Ada Fenwick", [0, 1, 2], "The b|By no", id="credit"
        ),
        pytest.param(f"<p>2024-03-04 10:00<p>{FIRST}", [0, 1], "The b", id="date-line"),
        pytest.param("<p>2024-03-04 10:00", [0], "", id="nothing-but-a-date"),
        pytest.param(
            f"<p><img src=https://p.example/a.png><p>2024-03-04 10:00<p>{FIRST}",
            [0, 1, 2],
            "|The b",
            id="picture-and-date-line",
        ),
        pytest.param("<h2>Rope</h2>", [0], "", id="nothing-but-a-heading"),
        pytest.param(f"<p>{FIRST}<hr><p>{SECOND}", [0, 2], "The b|By no", id="rule"),
        pytest.param(
            f"<p>{FIRST}<p><a href=/>Gull</a><p>{SECOND}", [0, 2], "The b|By no", id="link"
        ),
        pytest.param(
            f"<p>{FIRST}<h2>Rope</h2>" + "<p><a href=/>x</a>" * 9 + f"<p>{SECOND}",
            [0, 11],
            "The b|By no",
            id="heading-of-nothing-near",
        ),
        pytest.param(
            f"<p>{FIRST}<div><img src=https://p.example/a.png></div><p>{SECOND}"
            "<p><img src=https://p.example/b.png>",
            [0, 2, 3],
            "The b||By no|",
            id="pictures",
        ),
    ],
)
def test_the_text_is_chosen_block_by_block(html, core, texts):
    assert chosen(html, core) == texts


def test_words_before_the_title_count_only_where_most_stands_there():
    html = f"<p>{THIRD}<h1>Title</h1><h2>Deck</h2><p>{FIRST}<p>{SECOND}"
    title = range(1, 2)

    assert chosen(html, [0, 2, 3, 4], ("Title",), title) == "The b|By no"
    assert chosen(
        f"<p>{FIRST}<p>{SECOND}<h1>Title</h1><p>x", [0, 1, 3], ("Title",), range(2, 3)
    ) == ("The b|By no|x")


def test_pictures_over_the_text_are_the_article_s_until_other_text_stands_between():
    picture = "<figure><img src=https://p.example/a.png></figure>"
    html = f"<h1>Title</h1>{picture}<p>{THIRD}{picture}<p>{FIRST}"

    assert chosen(html, [4], ("Title",), range(1)) == "|The b"


def test_the_densest_element_is_found_without_any_help():
    html = f"{THIRD}<html><div class=x><p>{FIRST}<p>{SECOND}</div><footer>{THIRD}</footer>"

    assert densest(read_structure("<p>Fog")) == []
    assert [read_structure(html).words(i)[:5] for i in densest(read_structure(html))] == [
        "The b",
        "By no",
    ]
    assert len(densest(read_structure(f"<html>{FIRST}"))) == 0


@pytest.mark.parametrize(
    ("html", "index", "is_one"),
    [
        pytest.param(
            "<figure><img src=https://p.example/a.png><figcaption>A", 1, True, id="figure"
        ),
        pytest.param("<p class=caption>A heron", 0, True, id="class"),
        pytest.param("<img src=https://p.example/a.png><p>Photo: Tom Hale", 1, True, id="words"),
        pytest.param("<p>Fog<p>Photo: Tom Hale", 1, False, id="no-picture"),
        pytest.param("<img src=https://p.example/a.png>", 0, False, id="picture"),
    ],
)
def test_a_caption_is_known_by_where_it_stands(html, index, is_one):
    assert is_caption(read_structure(html), index) is is_one


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", ["abc"], id="table-of-figures"),
        pytest.param(
            "<table><tr><td><h1>a</h1><td>b<tr><td>c</table>", ["a", "b", "c"], id="layout"
        ),
        pytest.param("<ul><li><section>a</section><li>b</ul>", ["a", "b"], id="list-of-parts"),
        pytest.param(
            "<table><tr><td><table><tr><td>a</table><td>b</table>", ["a", "b"], id="nested"
        ),
        pytest.param("<ul><li>a</table><li>b", ["ab"], id="another-s-end"),
        pytest.param("<table><tr><td><ul><li>a</table>b", ["a", "b"], id="never-closed-inside"),
        pytest.param("<p>a</li>b", ["a", "b"], id="end-of-nothing"),
        pytest.param("<div><a href=/>a</div><p>b", ["a", "b"], id="link-never-closed"),
        pytest.param("<head><title>a</title><p>b", ["a", "b"], id="head-never-closed"),
        pytest.param("<dl><dt><h2>a</h2><dd>b<dd>c</dl>", ["a", "b", "c"], id="definitions"),
    ],
)
def test_what_lays_out_a_page_is_no_block(html, texts):
    found = read_structure(html)

    assert [found.words(index) for index in range(len(found.blocks))] == texts


def test_a_link_that_was_never_closed_ends_with_its_element():
    found = read_structure("<div><a href=https://q.example/>a</div><p>b")

    assert found.blocks[1].html == "<p>b</p>"


def test_an_element_that_tells_of_the_page_ends_with_its_own_end_tag():
    found = read_structure("<div class=author>a<div>b</div>c</div>d<time>e</time>")
    deep = read_structure("<p class=author>" * 40 + "x" + "</p>" * 40)

    assert [found.said(spot) for spot in found.spots] == ["abc", "e"]
    assert len(deep.spots) == 17


def test_words_under_no_picture_are_a_caption_of_nothing():
    html = f"<figure><img src=https://p.example/a.png></figure><p>x<figure><figcaption>a</figcaption></figure><p>{FIRST}"

    assert captioned(read_structure(html), 2, 0) is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        pytest.param(
            "<a href=/>打印</a> 2024-03-04 10:00 <a href=/>分享</a>",
            ["打印", " 2024-03-04 10:00 ", "分享"],
            id="ends",
        ),
        pytest.param("作者：<a href=/>闻小渡</a>", ["作者：闻小渡"], id="a-name"),
        pytest.param(
            "<a href=/>评&#8203;论</a> 作者：闻小渡", ["评\u200b论 作者：闻小渡"], id="hidden-sign"
        ),
    ],
)
def test_a_line_of_credits_is_cut_at_links_that_do_something(line, parts):
    found = read_structure(f"<p>{line}<p>{FIRST}<p>{SECOND}")
    marked = mark(found, Body(frozenset((1, 2))), NOWHERE)

    assert [found.text[one.block.start : one.block.end] for one in marked][:-2] == parts


@pytest.mark.parametrize("depth", [10, 70, 900])
def test_a_statement_that_nests_deeper_than_any_is_unread(depth):
    nested = "[" * depth + '"Ada Fenwick"' + "]" * depth
    script = f'<script type="application/ld+json">{{"author": {nested}}}</script>'
    found = read_statements(script)

    assert bool(found.nodes) == (depth < 64)
    assert bool(found.warnings) == (depth > 64)
