from __future__ import annotations

import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.known import Known, KnownSource
from articles.ingest.reading import parts, read
from articles.ingest.records import DocumentReading, Found, PartKind, Place, RawDocument
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import one_line
from articles.text.folding import fold
from tests.limits import at_most

LIMIT = 2  # seconds; ten times that is a failure whatever else the machine does
POST = """
---
title: 'The ferry_s last_winter_ run'
categories:\x20
 - News
 - The Harbour Post
 - Front
headimg: 'https://img.example/1.png?w=300'
author: The Harbour Post
date: Sat, 02 Apr 2022 01:15:05 GMT
---

<div>
<p><img src="https://img.example/1.png?w=500" alt="500"></p>
<p>Islanders said that the ferry’s last “winter” run would be in May.</p>
<p>The board will vote on it again, and nobody knows how that will end.</p>
<div class="edit-info"><span>栏目主编：李四</span>
<span>文字编辑：王五</span></div>
</div>
"""
MARKDOWN = """---
layout: post
title: Notes
date: 2021-03-22T08:20:42+08:00
tags: [ one, two ]
from: https://blog.example/notes
---

# A part

Some **bold** words of [a link](https://a.example/x), and so on to the end.
"""


def found(text: str | bytes) -> Found:
    data = text if isinstance(text, bytes) else text.encode()
    return Found(Place("", "a"), data, len(data), hashlib.sha256(data).hexdigest())


def reading(text: str | bytes, known: Known | None = None, **options: str) -> DocumentReading:
    return read(found(text), known or Known(), **options)


def is_partition(document: DocumentReading) -> bool:
    at, held = 0, ""
    for part in document.parts:
        words = document.text[part.start : part.end]
        if part.start < at or not words or words != words.strip():
            return False
        at, held = part.end, held + words
    return "".join(held.split()) == "".join(document.text.split())


def test_a_post_is_one_article_with_what_its_header_says():
    document = reading(POST)

    (article,) = document.articles
    assert (document.format, document.source, document.labels) == (
        "front_matter",
        "The Harbour Post",
        ("News", "Front"),
    )
    assert str(article.originally_published) == "2022-04-02T01:15:05Z"
    assert [(p.url, p.role, p.alt) for p in article.pictures] == [
        ("https://img.example/1.png?w=500", "lead", "")
    ]
    assert [(c.role, c.label, c.name) for c in article.credits] == [
        ("column_editor", "栏目主编", "李四"),
        ("text_editor", "文字编辑", "王五"),
    ]
    assert article.authors == ()
    assert article.language == "en"
    assert article.fingerprint


def test_a_title_that_is_not_wholly_proved_stays_as_the_source_wrote_it():
    (article,) = reading(POST).articles

    assert article.title == article.original_title == "The ferry_s last_winter_ run"


def test_credits_are_no_words_of_the_body():
    (article,) = reading(POST).articles

    assert "李四" not in article.body_text + article.body_html


def test_parts_of_one_kind_that_stand_together_are_one():
    document = reading(POST)

    assert [part.kind for part in document.parts] == [
        PartKind.METADATA,
        PartKind.TITLE,
        PartKind.METADATA,
        PartKind.BODY,
        PartKind.CREDIT,
    ]
    assert is_partition(document)


def test_a_picture_of_nothing_is_left_out_of_the_header():
    document = reading(POST.replace("/1.png?w=300", "/any?random=17"))

    left_out = [part for part in document.parts if part.kind is PartKind.LEFT_OUT]
    assert [(part.reason, part.line) for part in left_out] == [("placeholder_image", 8)]
    assert is_partition(document)


def test_a_header_s_subtitle_and_summary_are_kept():
    (article,) = reading("---\ntitle: x\nsubtitle: y\ndescription: z\n---\nwords").articles

    assert (article.subtitle, article.summary) == ("y", "z")


def test_a_document_without_marks_has_no_parts():
    raw = RawDocument(Place("", "a"), "page_text", "utf-8", "", ())

    assert list(parts(raw, [])) == []


def test_markdown_is_read_with_its_syntax_left_out():
    document = reading(MARKDOWN)

    (article,) = document.articles
    assert article.body_text.split("\n") == [
        "A part",
        "Some bold words of a link, and so on to the end.",
    ]
    assert (article.canonical_url, document.labels) == (
        "https://blog.example/notes",
        ("one", "two"),
    )
    assert {part.reason for part in document.parts if part.kind is PartKind.LEFT_OUT} == {"syntax"}
    assert is_partition(document)
    held = "".join(
        document.text[p.start : p.end] for p in document.parts if p.kind is PartKind.BODY
    )
    assert "".join(held.split()) == "".join(article.body_text.split())


def test_a_page_is_read_without_a_header():
    text = (
        "The ferry runs on\n2022-04-02 来源：The Harbour Post\n"
        "Islanders said on Monday that the old ferry, which is slow, would run another winter.\n"
        "The board, which meets each month, will vote on it again when the tides are lower.\n"
    )
    document = reading(text)

    (article,) = document.articles
    assert article.title == "The ferry runs on"
    assert str(article.originally_published) == "2022-04-02"
    assert is_partition(document)


def test_the_crawler_s_clock_is_a_warning_and_no_date():
    document = reading(POST.replace("Sat, 02 Apr 2022 01:15:05 GMT", "2022-04-02 01:15:05"))

    assert [warning.code for warning in document.warnings] == ["crawl_time"]
    assert document.articles[0].originally_published is None


@pytest.mark.parametrize(
    ("options", "source"),
    [
        pytest.param({}, "Harbour Post", id="by-alias"),
        pytest.param({"source": "Somebody"}, "Somebody", id="given"),
        pytest.param({"source": "harbour post"}, "Harbour Post", id="given-and-known"),
    ],
)
def test_a_known_source_has_one_name(options, source):
    known = Known(
        (
            KnownSource("Other"),
            KnownSource("Harbour Post", aliases=frozenset({"THE HARBOUR POST"})),
        )
    )

    assert reading(POST, known, **options).source == source


def test_a_source_is_known_by_its_domain_where_nothing_names_it():
    known = Known((KnownSource("Harbour Post", domains=frozenset({"blog.example"})),))

    assert reading(MARKDOWN, known).source == "Harbour Post"
    assert reading(MARKDOWN).source is None


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        pytest.param(
            Found(Place("", "a"), None, 9, "", Refused(Refusal.NOT_A_FILE)),
            "not_a_file",
            id="already",
        ),
        pytest.param(found("words " * 20), "too_large", id="too-large"),
    ],
)
def test_what_cannot_be_read_is_refused(document, reason):
    with pytest.raises(Refused, match=reason):
        read(document, Known(max_document_bytes=100))


SIGNS = st.text(
    alphabet="<>/pbr=\"'!-& \n#*[]()1a2字。、:篇一“”", max_size=160
)  # what the rules of reading look for


@given(SIGNS, st.sampled_from(["", "---\ntitle: x_y\n---\n", "---\ntitle: x\n---\n<div>"]))
def test_any_signs_are_refused_or_read_into_a_partition(text, header):
    try:
        document = reading(header + text)
    except Refused:
        return
    assert is_partition(document)


SPECIAL = "\u200b\u202e\ufe0f\u0301\x1b'\"[]{}&#;:-_|> 0129TZ+年月日"
VALUES = st.lists(
    st.characters(exclude_characters="\n\r", exclude_categories=["Cs"])
    | st.sampled_from([*SPECIAL, "&#10;", "&#x202e;", "&#x200b;"]),
    max_size=24,
).map("".join)
DATES = st.builds(
    "{}{:04}{}{:02}{}{:02} 23:59:59 {}".format,
    st.sampled_from(["", "Fri, "]),
    st.integers(0, 9999),
    st.sampled_from("-/ "),
    st.integers(0, 99),
    st.sampled_from("-/ "),
    st.integers(0, 99),
    st.sampled_from(["", "Z", "-1200", "+14:00", "+99999999999999", "+23:59"]),
) | st.builds(
    "{:02} Dec {:04} {:02}:59:59 {}".format,
    st.integers(0, 40),
    st.integers(0, 9999),
    st.integers(0, 30),
    st.sampled_from(["", "GMT", "-0000", "-1200", "+1400", "+99999999999999", "-2401"]),
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "title": VALUES,
            "date": VALUES | DATES,
            "author": VALUES,
            "categories": VALUES,
            "tags": VALUES.map("[{}]".format),
            "headimg": VALUES,
            "from": VALUES,
        },
    )
)
def test_any_header_is_refused_or_read_with_values_that_can_be_kept(fields):
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    try:
        document = reading(f"---\nlayout: x\n{lines}---\n\nSome words of a text.\n")
    except Refused:
        return

    assert is_partition(document)
    (article,) = document.articles
    names = [*document.labels, *([] if document.source is None else [document.source])]
    assert all(map(fold, names))
    for line in [*names, article.title, article.original_title]:
        assert line == one_line(line)
    if article.originally_published is not None:
        assert 1800 <= article.originally_published.value.year < 2200


def test_names_and_titles_are_one_line_of_what_is_seen():
    document = reading(
        "---\ntitle: A&#10;title&#x202e; of&#27;[31m two\nsubtitle: B&#10;C\n"
        "categories: [ 'L&#10;M' ]\nauthor: 'The&#10;Post'\nheadimg: ''\n---\n\n"
        "Some words of a text.\n"
    )

    (article,) = document.articles
    assert article.title == article.original_title == "A title of[31m two"
    assert (article.subtitle, document.source, document.labels) == ("B C", "The Post", ("L M",))


def test_credits_and_keywords_hold_nothing_that_is_not_seen():
    text = (
        "The ferry runs on\n2022-04-02 来源：The Harbour Post\n关键词：渡\u200b船，\u200b，江\n"
        "Islanders said on Monday that the old ferry, which is slow, would run another winter.\n"
        "The board, which meets each month, will vote on it again when the tides are lower.\n"
        "责任编辑：欧阳·\u202e李四、\uff9e\n"
    )
    document = reading(text)

    assert document.keywords == ("渡船", "江")
    assert [credit.name for credit in document.articles[0].credits] == ["欧阳·李四"]


def test_a_source_given_as_nothing_is_not_given():
    assert reading(POST, source="\u200b").source == "The Harbour Post"


@pytest.mark.limits
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 200_000, id="nested-blocks"),
        pytest.param("<b>" * 200_000, id="nested-formats"),
        pytest.param("<p>x" * 200_000, id="paragraphs"),
        pytest.param("x" * 1_000_000, id="one-line"),
        pytest.param("<p>" + "字。" * 300_000, id="one-paragraph"),
        pytest.param("<!--" * 200_000 + ">", id="open-comments"),
        pytest.param("<a ='" * 200_000 + ">", id="open-quotes"),
        pytest.param("# x\n" + "[" * 500_000, id="open-brackets"),
        pytest.param("&" * 1_000_000, id="ampersands"),
    ],
)
def test_a_flood_is_read_or_refused_at_once(body):
    with at_most(10 * LIMIT), contextlib.suppress(Refused):
        reading(f"---\ntitle: x_y\n---\n{body}")
