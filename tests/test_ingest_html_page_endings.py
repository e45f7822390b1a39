"""Where an article of a page stops: writers, readers' words, captions and notices around it."""

from __future__ import annotations

import pytest

from articles.ingest.formats.html_page.body import choose
from articles.ingest.formats.html_page.hints import names_deck
from articles.ingest.formats.html_page.structure import read_structure
from tests.test_ingest_html_page import (
    FIRST,
    SECOND,
    TEXT,
    THIRD,
    TITLE,
    json_ld,
    left_out,
    page,
    raw,
    reading,
)

WHOLE = f"{FIRST}\n{SECOND}\n{THIRD}"
BYLINE = json_ld(author={"name": "Ada Fenwick"})
LINKS = "<p><a href=/a>Gulls</a></p><p><a href=/b>Tides</a></p>"
HAN = "渡口的老钟停了十一年之后，昨天早上又响了起来，敲了整整十二下。"
HAN_TEXT = f"<p>{HAN}</p>" * 4


def text(html: str) -> str:
    return reading(html).articles[0].body_text


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("<p>Ada Fenwick has kept bees on the quay since 2004.</p>", id="named"),
        pytest.param("<p><em>• Ada Fenwick lives over a hat shop.</em></p>", id="named-in-a-list"),
        pytest.param("<p>Reach her at ada@post.example or 555-0101.</p>", id="how-to-reach"),
        pytest.param("<p>Contact reporter Ada Fenwick at 555-0101.</p>", id="telephone"),
        pytest.param("<p>This essay appeared in the winter issue.</p>", id="where-it-stood-first"),
        pytest.param("<p>Nils Odd in Varde contributed to this report.</p>", id="who-helped"),
        pytest.param("<p>### </p><p>The Post is a paper of the coast.</p>", id="press-release"),
        pytest.param("<h3>About Ada</h3><p>She keeps bees.</p>", id="about-the-writer"),
        pytest.param(f"<article><h3>Bees</h3><p>{THIRD}</p></article>", id="another-story"),
        pytest.param("<p>Seen a bee? Write to bees@post.example.</p>", id="whom-to-write-to"),
        pytest.param("<p>Provided by Varde College</p>", id="who-gave-it"),
        pytest.param("<p>- END -</p><p>Bees by the quay.</p>", id="mark-of-the-end"),
        pytest.param(f"{LINKS}<div><p>{'Bees. ' * 20}</p></div>", id="another-element-far-off"),
        pytest.param("<div><p>Today in print</p></div>", id="a-short-line-of-another-element"),
        pytest.param(
            f"<div><h3>Related stories</h3><p>{THIRD[:60]}.</p></div>", id="related-in-another"
        ),
    ],
)
def test_what_stands_behind_an_article_is_no_part_of_it(end):
    assert text(page(head=BYLINE, text=f"<section>{TEXT * 2}</section>{end}")) == (
        f"{WHOLE}\n{WHOLE}"
    )


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("<p>Ada said that the heron would be back by spring.</p>", id="first-name"),
        pytest.param("<p>About herons, the keeper had nothing more to say.</p>", id="about"),
        pytest.param("<p>The heron can be reached by boat, if it wishes to be.</p>", id="sense"),
    ],
)
def test_a_last_paragraph_that_only_resembles_an_ending_stays(end):
    assert text(page(head=BYLINE, text=TEXT + end)).count("\n") == 3 - ("reached" in end)


def test_a_head_of_other_texts_in_the_middle_ends_nothing():
    inside = "<h3>Related stories</h3>"

    assert text(page(text=f"<p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p>")) == WHOLE


def test_a_sentence_between_title_and_writer_is_the_subtitle():
    deck = "A patient bird has a sense of rhythm."
    html = page(f"<p>{deck}</p><p>By Ada Fenwick, March 4, 2024</p>")

    assert text(html) == WHOLE
    assert reading(html).articles[0].subtitle == deck


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        pytest.param("standfirst", True, id="word"),
        pytest.param("articledek", True, id="glued"),
        pytest.param("sundeck", False, id="too-short-to-be-glued"),
    ],
)
def test_an_element_may_call_itself_the_deck(word, is_one):
    assert names_deck(frozenset((word, "article"))) == is_one


def test_a_notice_and_a_name_over_the_text_are_no_part_of_it():
    above = "<p>Ada Fenwick</p><p>This article was featured in our Sunday letter.</p>"

    assert text(page(head=BYLINE, text=above + TEXT)) == WHOLE


@pytest.mark.parametrize(
    "caption",
    [
        pytest.param("The rope at dawn. Photo by Nils Odd", id="whose-picture"),
        pytest.param("(Photo: Harbour Museum)", id="credit-in-brackets"),
        pytest.param("", id="none"),
    ],
)
def test_words_under_a_picture_without_an_address_are_a_caption(caption):
    html = page(text=f"<p>{FIRST}</p><p><img src=a.jpg></p><p>{caption}</p><p>{SECOND}</p>{TEXT}")

    assert text(html) == f"{FIRST}\n{SECOND}\n{WHOLE}"


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        pytest.param("老钟的指针重新上了漆", False, id="bare"),
        pytest.param("老钟的指针重新上了漆。", True, id="sentence"),
        pytest.param("<strong>老钟的指针重新上了漆</strong>", True, id="head"),
        pytest.param("老钟", True, id="too-short"),
    ],
)
def test_a_short_line_of_han_right_under_a_picture_is_its_caption(line, is_text):
    html = page(
        title="渡口的钟又走了", text=f"{HAN_TEXT}<p><img src=a.jpg></p><p>{line}</p>{HAN_TEXT}"
    )

    assert ("指针" in text(html) or "老钟\n" in text(html)) == is_text


def test_a_label_in_a_picture_s_own_element_is_its_caption():
    box = '<div class="image"><img src=a.jpg><p>The 2024 rope</p></div>'

    assert text(page(text=f"<p>{FIRST}</p>{box}<p>{SECOND}</p><p>{THIRD}</p>")) == WHOLE


def test_whom_a_notice_is_to_belongs_to_it():
    to = "各乡镇、各街道："
    html = page(title="关于更换路灯的通知", text=f"<div><p>{to}</p>{HAN_TEXT}</div>")

    assert text(html).startswith(to)


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("<p>2024年3月4日</p>", id="day"),
        pytest.param("<h2>渡口要闻</h2>", id="head"),
        pytest.param("<p>一</p><p>二</p><p>三</p><p>四</p>", id="too-many-lines"),
        pytest.param("<p></p>", id="nothing"),
    ],
)
def test_other_lines_over_a_text_are_none_of_it(above):
    found = read_structure(f"<h1>渡口的钟又走了</h1><div>{above}{HAN_TEXT}</div>")
    core = [index for index in range(len(found.blocks)) if found.words(index) == HAN]

    assert choose(found, core, (), range(1)).chosen == frozenset(core)


def test_a_word_that_any_sentence_begins_with_is_no_byline():
    aside = "<aside><p>By noon the heron was asleep</p></aside>"

    assert left_out(page(text=f"<p>{FIRST}</p>{aside}<p>{SECOND}</p><p>{THIRD}</p>")) == {
        "By noon the heron was asleep": "side_bar"
    }


def test_a_day_in_the_text_is_one_of_its_story():
    html = page(text=f"{TEXT}<p>The rope was new on March 4, 2011.</p>{TEXT}")

    assert reading(html).articles[0].originally_published is None


def test_a_table_in_a_cell_ends_in_that_cell():
    inner = "<table><tr><td>Nine<option>Ten</option></td></tr><tr><td>Twelve</td></tr></table>"
    cells = f"<tr><td>Home</td><td><h1>{TITLE}</h1><p>{FIRST}</p>{inner}<p>{SECOND}</p>"
    html = f"<html><body><table>{cells}<p>{THIRD}</p></td><td>Side</td></tr></table></body></html>"
    document = raw(html)
    paths = {document.words(one.block)[:3]: one.block.kind.value for one in document.marked}

    assert text(html).startswith(FIRST)
    assert text(html).endswith(THIRD)
    assert paths["Sid"] == "paragraph"
