from __future__ import annotations

import pytest

from articles.ingest.describe.pictures import pictures
from articles.ingest.formats import front_matter
from articles.ingest.records import BlockKind, Marked, PartKind, Place


def shown(body: str, header: str = "", *, with_header: bool = True) -> list[tuple[str, str]]:
    raw = front_matter.read(f"---\ntitle: x\n{header}\n---\n{body}", Place("", "post"))
    marked = [Marked(b) for b in raw.blocks if b.kind is not BlockKind.HEADER]
    return [(p.url, p.role) for p in pictures(raw, marked, with_header=with_header)]


ONE = '<p><img src="http://a.b/1.png?w=500"></p>'
TWO = '<p>words <img src="http://a.b/2.png"></p>'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("", [("1.png?w=500", "lead"), ("2.png", "inline")], id="no-header"),
        pytest.param(
            "headimg: 'http://a.b/2.png?w=10'",
            [("1.png?w=500", "inline"), ("2.png", "lead")],
            id="stands-in-the-body",
        ),
        pytest.param(
            "headimg: 'http://c.d/x?random=17'",
            [("1.png?w=500", "lead"), ("2.png", "inline")],
            id="placeholder",
        ),
        pytest.param(
            "headimg: 'data:x'\nthumbnail: //a.b/2.png",
            [("1.png?w=500", "inline"), ("2.png", "lead")],
            id="second-key",
        ),
    ],
)
def test_the_header_says_which_picture_leads(header, expected):
    assert [
        (url.removeprefix("http://a.b/"), role) for url, role in shown(ONE + TWO, header)
    ] == expected


def test_the_same_address_with_another_query_is_the_same_picture():
    assert shown(ONE + ONE.replace("500", "80")) == [("http://a.b/1.png?w=500", "lead")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("headimg: http://a.b/9.png", [("http://a.b/9.png", "lead")], id="picture"),
        pytest.param("headimg: http://a.b/300?random=9&x=1", [], id="placeholder"),
        pytest.param("headimg: ''", [], id="none"),
    ],
)
def test_a_body_without_pictures_has_the_header_s_if_it_is_one(header, expected):
    assert shown("<p>words</p>", header) == expected


def test_the_header_s_picture_belongs_to_no_article_of_several():
    assert shown("<p>words</p>", "headimg: http://a.b/9.png", with_header=False) == []


def test_pictures_that_were_left_out_are_none_of_the_article_s():
    raw = front_matter.read(f"---\ntitle: x\n---\n{ONE}", Place("", "post"))
    marked = [Marked(b, PartKind.LEFT_OUT) for b in raw.blocks]

    assert pictures(raw, marked, with_header=True) == ()
