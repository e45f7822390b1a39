from __future__ import annotations

import pytest

from articles.ingest.formats.header import MAX_HEADER_CHARS, begins, read_header
from articles.ingest.formats.scalars import unquoted
from articles.ingest.refusals import Refusal, Refused

PLAIN = """
---
title: 'A bridge of one_s own'
categories:\x20
 - News
 - The Harbour Post
headimg: ''

author: The Harbour Post
date: Sat, 02 Apr 2022 01:15:05 GMT
---

<p>Text.</p>
"""


def values(text: str) -> dict[str, tuple[str, ...]]:
    header = read_header(text)
    assert header is not None
    return {one.key: one.values for one in header.fields}


def test_a_header_is_read_as_keys_and_text():
    assert values(PLAIN) == {
        "title": ("A bridge of one_s own",),
        "categories": ("News", "The Harbour Post"),
        "headimg": ("",),
        "author": ("The Harbour Post",),
        "date": ("Sat, 02 Apr 2022 01:15:05 GMT",),
    }


def test_each_written_line_of_a_header_is_a_block():
    header = read_header(PLAIN)

    assert header is not None
    assert [PLAIN[b.start : b.end] for b in header.blocks] == [
        line.strip() for line in PLAIN.split("\n")[1:11] if line.strip()
    ]
    assert [b.line for b in header.blocks] == [2, 3, 4, 5, 6, 7, 9, 10, 11]


def test_the_body_begins_on_the_line_after_the_header():
    header = read_header(PLAIN)

    assert header is not None
    assert PLAIN[header.end :].startswith("\n<p>")
    assert header.end_line == 12


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("title: 'One'", "One", id="quoted"),
        pytest.param('tags: [ one, "two, three" ]', '[ one, "two, three" ]', id="list"),
        pytest.param("title: It's\n  long", "It's", id="folded"),
        pytest.param("tags:\n - a\n - b", "- a\n - b", id="items"),
        pytest.param("title:", "", id="nothing"),
    ],
)
def test_a_value_says_where_it_stands(line, words):
    text = f"---\n{line}\n---\n"
    header = read_header(text)

    assert header is not None
    (one,) = header.fields
    assert text[one.start : one.end] == words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("'one'", "one", id="single"),
        pytest.param('"it\'s"', "it's", id="double-round-an-apostrophe"),
        pytest.param('""""\'one\'""""', "one", id="wrapped-at-each-run"),
        pytest.param(
            "\"''first'' and ''last''\"", "''first'' and ''last''", id="quotes-of-its-own"
        ),
        pytest.param("'it''s'", "it's", id="doubled"),
        pytest.param(r'"say \"yes\" \\ no"', 'say "yes" \\ no', id="escaped"),
        pytest.param("'open", "'open", id="never-closed"),
        pytest.param("&#123;x&#125; &amp; y", "{x} & y", id="entities"),
        pytest.param("'@name \"\"'", '@name ""', id="empty-quotes-inside"),
        pytest.param("''", "", id="empty"),
        pytest.param("'", "'", id="one-quote"),
        pytest.param('"' * 140, '"' * 12, id="a-flood-of-quotes"),
    ],
)
def test_a_value_is_taken_out_of_its_quotes(written, meant):
    assert unquoted(written) == meant


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        pytest.param("title: # 1 on the list", "title", ("# 1 on the list",), id="no-comment"),
        pytest.param("title: 1.10", "title", ("1.10",), id="no-number"),
        pytest.param("title: yes", "title", ("yes",), id="no-boolean"),
        pytest.param(
            "title: [Notice] closed", "title", ("[Notice] closed",), id="bracket-in-prose"
        ),
        pytest.param("title: [all of it]", "title", ("[all of it]",), id="brackets-round-prose"),
        pytest.param("title: 'a: b'", "title", ("a: b",), id="colon"),
        pytest.param("title: 'one\ntwo'", "title", ("one two",), id="folded-in-quotes"),
        pytest.param(
            "title: 'one\nand two: x'", "title", ("one and two: x",), id="words-in-quotes"
        ),
        pytest.param("title: x\nRead time: 5", "title", ("x",), id="a-key-of-two-words"),
        pytest.param("title: 'x'\nRead time: 5", "read time", ("5",), id="a-key-after-quotes"),
        pytest.param("title: one\n  two", "title", ("one two",), id="folded"),
        pytest.param("text: |\n  one\n  two", "text", ("one\ntwo",), id="block-of-lines"),
        pytest.param("text: >-\n  one\n  two", "text", ("one two",), id="folded-block"),
        pytest.param("tags: [ a, 'b, c', \"d\" ]", "tags", ("a", "b, c", "d"), id="list"),
        pytest.param("tags: [ a,\n  b ]", "tags", ("a", "b"), id="list-over-lines"),
        pytest.param("tags: []", "tags", (), id="empty-list"),
        pytest.param("tags: [half", "tags", ("[half",), id="half-a-list"),
        pytest.param("tags:\n- a\n-\n- b", "tags", ("a", "b"), id="items"),
        pytest.param("content: a key of ours", "content", ("a key of ours",), id="content-key"),
        pytest.param("# a remark\ntitle: x\n# another", "title", ("x",), id="remarks"),
        pytest.param("stray line\ntitle: x", "title", ("x",), id="stray-line"),
        pytest.param("Title: x\nTITLE: x", "title", ("x",), id="the-same-twice"),
        pytest.param("title: &amp; so on", "title", ("& so on",), id="an-entity-is-no-anchor"),
    ],
)
def test_values_are_text_whatever_they_look_like(line, key, expected):
    first = "kind: post\n" if line.startswith(("#", "stray")) else ""

    assert values(f"---\n{first}{line}\n---\nbody")[key] == expected


def test_lines_may_end_as_windows_ends_them():
    assert values("---\r\ntitle: 'x'\r\ndate: y\r\n---\r\nbody") == {
        "title": ("x",),
        "date": ("y",),
    }


def test_a_header_between_plus_signs_has_equals_signs():
    assert values('+++\ntitle = "x: y"\ntags = ["a", "b"]\n+++\nbody') == {
        "title": ("x: y",),
        "tags": ("a", "b"),
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("A first line.\n---\ntitle: x\n---\n", id="text-first"),
        pytest.param("---\nA line under a rule.\n---\n", id="a-rule"),
        pytest.param("---\n", id="a-rule-alone"),
    ],
)
def test_a_text_that_begins_without_keys_has_no_header(text):
    assert not begins(text)
    assert read_header(text) is None


def test_an_empty_header_is_a_header():
    header = read_header("---\n---\nbody")

    assert header is not None
    assert header.fields == ()


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param("---\ntitle: x\n", Refusal.BAD_HEADER, 1, id="no-end"),
        pytest.param("---\ntitle: x\n...\nbody", Refusal.BAD_HEADER, 3, id="dots"),
        pytest.param(
            f"---\ntitle: {'x' * MAX_HEADER_CHARS}\n---\n", Refusal.HEADER_TOO_LARGE, 1, id="large"
        ),
        pytest.param(f"---\na: {'[' * 100_000}\n---\n", Refusal.HEADER_TOO_LARGE, 1, id="flood"),
        pytest.param(f"---\na: 1\nb: {'[' * 33}\n---\n", Refusal.UNSAFE_HEADER, 3, id="deep"),
        pytest.param(f"---\na:\n - {'{' * 33}\n---\n", Refusal.UNSAFE_HEADER, 3, id="deep-item"),
        pytest.param(
            "---\na: !!python/object/apply:os.system [x]\n---\n",
            Refusal.UNSAFE_HEADER,
            2,
            id="tag",
        ),
        pytest.param("---\na: !<x> y\n---\n", Refusal.UNSAFE_HEADER, 2, id="verbatim-tag"),
        pytest.param("---\na: &x [1]\nb: [*x, *x]\n---\n", Refusal.UNSAFE_HEADER, 2, id="anchor"),
        pytest.param("---\na: 1\nb: *x\n---\n", Refusal.UNSAFE_HEADER, 3, id="alias"),
        pytest.param("---\na: 1\nb:\n  - *x\n---\n", Refusal.UNSAFE_HEADER, 4, id="alias-item"),
        pytest.param("---\na: 1\n<<: x\n---\n", Refusal.UNSAFE_HEADER, 3, id="merge"),
        pytest.param("---\ntitle: a\ntitle: b\n---\n", Refusal.BAD_HEADER, 3, id="two-titles"),
    ],
)
def test_what_plain_headers_never_hold_is_refused_with_its_line(text, reason, line):
    with pytest.raises(Refused, match=reason.value) as refused:
        read_header(text)

    assert (refused.value.reason, refused.value.line) == (reason, line)
