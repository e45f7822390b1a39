"""Posts as their generators write them: what the body's first heading and its marks are."""

from __future__ import annotations

import pytest

from articles.ingest.formats import front_matter
from articles.ingest.formats.header import begins, read_header
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Block, BlockKind, Found, Place, RawDocument, Reading
from articles.ingest.refusals import Refused

BODY = "\n\nThe lamp on the pier was lit again on Friday, and nobody had to be asked twice.\n"


def article(text: str) -> Reading:
    data = text.encode()
    (found,) = read(Found(Place("", "post"), data, len(data), ""), Known()).articles
    return found


@pytest.mark.parametrize(
    ("header", "heading", "title", "is_kept"),
    [
        pytest.param("layout: post", "# The lamp", "The lamp", False, id="no-other-title"),
        pytest.param("title: The lamp", "# The *lamp*", "The lamp", False, id="again"),
        pytest.param("title: The lamp", "## THE LAMP", "The lamp", False, id="again-lower"),
        pytest.param("title: The lamp", "<h2>The lamp</h2>", "The lamp", False, id="in-html"),
        pytest.param("title: The lamp", "# The pier", "The lamp", True, id="another"),
        pytest.param("layout: post", "## The pier", "", True, id="a-section"),
    ],
)
def test_the_heading_that_a_post_begins_with_may_be_its_title(header, heading, title, is_kept):
    found = article(f"---\n{header}\n---\n{heading}{BODY}")

    assert found.title == title
    assert ("<h2>" in found.body_html) is is_kept


@pytest.mark.parametrize(
    ("header", "body", "is_markdown"),
    [
        pytest.param("tags: a", "said *Ann* then", True, id="emphasis"),
        pytest.param("tags: a", "said _Ann_ then", True, id="underscores"),
        pytest.param("tags: a", "type `make` then", True, id="code"),
        pytest.param("tags: a", "The lamp\n========\nWords.", True, id="underlined"),
        pytest.param("tags: a", "2 * 3 * 4 and a_b_c and * a *", False, id="signs"),
        pytest.param("headimg: ''", "said *Ann* then", False, id="dump"),
    ],
)
def test_emphasis_is_markdown_in_a_post_and_a_sign_in_a_dump(header, body, is_markdown):
    raw = front_matter.read(f"---\n{header}\n---\n{body}", Place("", "post"))

    assert any(block.html for block in raw.blocks) is is_markdown


def test_a_credit_in_a_quotation_of_several_lines_is_the_line_s():
    found = article(f"---\nlayout: post\n---{BODY}\n> 本文作者：沈河\n> 转载请注明出处\n")

    assert [(one.label, one.name) for one in found.credits] == [("本文作者", "沈河")]


@pytest.mark.parametrize(
    ("text", "is_header"),
    [
        pytest.param("---\n# of the theme\n\ntitle: x\n---\n", True, id="a-comment-first"),
        pytest.param("---\n# The lamp\n\nWords of it.\n", False, id="a-heading-under-a-rule"),
    ],
)
def test_a_comment_may_stand_before_the_first_key(text, is_header):
    assert begins(text) is is_header


@pytest.mark.parametrize(
    ("text", "fields", "line"),
    [
        pytest.param(
            "title: The lamp\ndate: 2019/08/09\ntags:\n- a\n- b\n\ncategories: Sea\n---\nWords.",
            {"title": "The lamp", "date": "2019/08/09", "tags": "a,b", "categories": "Sea"},
            9,
            id="dashes-behind-it",
        ),
        pytest.param(
            "Title: The lamp\r\nDate: 2010-12-03 10:20\r\nAuthor:\r\n\r\nWords.",
            {"title": "The lamp", "date": "2010-12-03 10:20", "author": ""},
            5,
            id="a-blank-line-behind-it",
        ),
        pytest.param("title: The lamp\nauthor: Mara\n\nWords.", None, 0, id="a-page-s-lines"),
        pytest.param("date: 2010-12-03\ntags: a\n\nWords.", None, 0, id="no-title"),
        pytest.param("title: The lamp\ndate: 2010-12-03\nWords.\n\n", None, 0, id="words"),
        pytest.param("title: The lamp\ndate: 2010-12-03\n", None, 0, id="no-end"),
        pytest.param("title: A\ndate: 2010\nauthor: B\nauthor: C\n\nD.", None, 0, id="twins"),
        pytest.param("Words.\ntitle: The lamp\ndate: 2010\n\n", None, 0, id="not-at-once"),
    ],
)
def test_a_header_may_do_without_the_line_before_it(text, fields, line):
    found = read_header(text)

    assert begins(text) is (found is not None)
    assert (found and {one.key: ",".join(one.values) for one in found.fields}) == fields
    assert (found.end_line if found else 0) == line


def test_a_header_without_a_line_before_it_says_no_key_twice():
    with pytest.raises(Refused, match="bad_header"):
        read_header("title: a\ndate: 2020-01-01\ntitle: b\n---\nWords.")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("Fri May 03 2024 10:00:00 GMT+0800 (CST)", "2024-05-03"),
        ("Friday, 3 May 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
    ],
)
def test_a_date_may_begin_with_its_weekday(date, day):
    assert str(article(f"---\ndate: {date}\n---{BODY}").originally_published) == day


@pytest.mark.parametrize("key", ["cover_image", "heroImage", "featuredImage", "images"])
def test_themes_name_the_lead_picture_in_several_ways(key):
    found = article(f"---\n{key}: https://a.example/p.jpg\n---{BODY}")

    assert [(one.url, one.role) for one in found.pictures] == [("https://a.example/p.jpg", "lead")]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0, 9, "ab cd"), (2, 9, " cd"), (0, 2, "ab"), (1, 7, "b cd"), (4, 6, "c"), (7, 9, "")],
)
def test_what_a_block_says_is_without_the_signs_of_its_format(start, end, words):
    raw = RawDocument(Place("", "a"), "x", "", "ab **cd**", (), syntax=((3, 5), (7, 9)))
    block = Block(BlockKind.PARAGRAPH, start, end, 1)

    assert raw.visible(block) == words
