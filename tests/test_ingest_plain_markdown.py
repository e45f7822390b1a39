"""Markdown without a header: what shows that a text is Markdown, and what its first lines say."""

from __future__ import annotations

import pytest

from articles.ingest import formats
from articles.ingest.formats.markdown import MAX_CHARS
from articles.ingest.formats.plain_markdown import is_plain
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, PartKind, Place
from articles.ingest.refusals import Refused
from tests.limits import at_most

BODY = "The crane on the north quay was oiled on Monday. Nobody had [asked for it](https://a.example).\n"


def reading(text: str, format: str | None = None) -> DocumentReading:
    data = text.encode()
    return read(Found(Place("", "a"), data, len(data), ""), Known(), format=format)


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        pytest.param("# A crane\n\nWords of it.\n", True, id="a-heading-by-itself"),
        pytest.param("\n \r\n# A crane\r\n\r\nWords.\r\n", True, id="under-blank-lines"),
        pytest.param("# A crane", False, id="nothing-below"),
        pytest.param("# A crane\nWords of it.\n", False, id="no-line-between"),
        pytest.param("# A crane\nWords *of* it.\n", True, id="emphasis"),
        pytest.param("# A crane\n[Words](/a) of it.\n", True, id="a-link"),
        pytest.param("# A crane\n- one\n- two\n", True, id="a-list"),
        pytest.param("# A crane\n\n```\n# a remark\n```\n", True, id="a-remark-in-code"),
        pytest.param("# One\n\nWords.\n\n# Two\n\nWords.\n", False, id="several-texts"),
        pytest.param("# One\n# Two\n\n[a](b)\n", False, id="remarks-of-a-script"),
        pytest.param("A crane\n=======\n\nWords *of* it.\n", True, id="underlined"),
        pytest.param("A crane\n=======\n\nWords of it.\n", False, id="underlined-by-hand"),
        pytest.param("1. A crane\n==========\n\n*a* `b`\n", False, id="an-item-underlined"),
        pytest.param("## A crane\n\n> *Words* of it.\n", True, id="a-lower-heading-and-two-signs"),
        pytest.param("## A crane\n\nWords *of* it.\n", False, id="a-lower-heading-and-one"),
        pytest.param("#吊车# 今天上油\n\n*正文*\n", False, id="a-topic-of-a-network"),
        pytest.param("#1 on the list\n\n*Words*\n", False, id="a-number"),
        pytest.param("A crane\n\n# Words\n\n*of* it\n", False, id="a-heading-further-down"),
        pytest.param("* one\n* two\n\n**three** [a](b)\n", False, id="no-heading"),
        pytest.param(f"# {'long ' * 50}\n\n*Words*\n", False, id="a-paragraph-for-a-heading"),
    ],
)
def test_markdown_is_known_by_a_heading_of_all_and_by_what_else_it_has(text, is_markdown):
    assert is_plain(text) is is_markdown
    format = "front_matter" if is_markdown else "page_text"
    assert formats.read(text.encode(), Place("", "a")).format == format


@pytest.mark.parametrize(
    ("head", "authors", "source", "day"),
    [
        pytest.param(
            "By **Ann Holm**\n\n*5 April 2023*\n\n", ("Ann Holm",), None, "2023-04-05", id="apart"
        ),
        pytest.param(
            "By [Ann Holm](/ann)\n5 April 2023\n", ("Ann Holm",), None, "2023-04-05", id="in-a-row"
        ),
        pytest.param("**来源：** 潮头日报\n\n作者：林舟\n", ("林舟",), "潮头日报", None, id="han"),
        pytest.param("", (), None, None, id="none"),
    ],
)
def test_the_lines_under_the_heading_say_who_wrote_it_and_when(head, authors, source, day):
    found = reading(f"# The *north* crane\n\n{head}{BODY}")
    (article,) = found.articles

    assert (article.title, article.authors) == ("The north crane", authors)
    assert found.source == source
    dated = article.originally_published
    assert (str(dated.value) if dated else None) == day
    assert article.body_html.startswith("<p>The crane on the north quay")
    assert '<a href="https://a.example">asked for it</a>' in article.body_html


def test_every_line_of_the_text_is_a_part_at_its_place():
    text = (
        f"\n# The *north* crane\nBy **Ann Holm**\n\n{BODY}\n## Oil &amp; grease\n\n- one\n- two\n"
    )
    found = reading(text)
    kinds = [(one.kind, one.line) for one in found.parts if one.reason != "syntax"]

    assert kinds[:1] == [(PartKind.TITLE, 2)]
    assert (PartKind.CREDIT, 3) in kinds
    assert (PartKind.BODY, 5) in kinds
    assert found.articles[0].body_text.splitlines()[1:] == ["Oil & grease", "one", "two"]


def test_a_text_that_is_a_heading_and_its_writer_has_an_article_without_words():
    (article,) = reading("# The north crane\n\nBy Ann Holm\n").articles

    assert (article.title, article.authors, article.body_html) == (
        "The north crane", ("Ann Holm",), "",
    )  # fmt: skip


def test_credits_and_bylines_of_a_post_are_read_without_their_marks():
    found = reading(f"---\ntitle: x\ndraft: false\n---\n{BODY}\n**编辑：** 林舟\n")
    bracketed = reading(
        f"---\ntitle: x\ndraft: false\n---\n【文/沈河】水泵*在*春天上油。\n\n{BODY}"
    )

    assert [one.name for one in found.articles[0].credits] == ["林舟"]
    assert "林舟" not in found.articles[0].body_text
    assert bracketed.articles[0].body_html.startswith("<p>水泵<em>在</em>春天上油。</p>")


def test_short_codes_and_what_is_too_long_for_markdown_are_reported():
    short = reading("# The north crane\n\nWords {% of %} it.\n")
    long = reading("# The north crane\n\n" + "Words of it.\n" * (MAX_CHARS // 12))

    assert [(one.code, one.line) for one in short.warnings] == [("short_code", 3)]
    assert [(one.code, one.line) for one in long.warnings] == [("markdown_unread", 1)]


def test_a_text_that_is_none_is_not_read_as_one():
    with pytest.raises(Refused, match="bad_header"):
        reading("A crane\n\nWords.\n", "front_matter")


@pytest.mark.limits
@pytest.mark.parametrize(
    "piece",
    ["[", "*a", "- a\n", "\n", "`", "# ", "=\n", "**", "> ", "|-", " ", "~~~\n", "[a](", "\r"],
)
def test_no_flood_takes_longer_to_look_at_than_it_is_long(piece):
    with at_most(0.5):
        is_plain(f"# A crane\n{piece * 20_000}")
        is_plain(f"A crane\n==={piece * 20_000}")
        is_plain(piece * 20_000)
