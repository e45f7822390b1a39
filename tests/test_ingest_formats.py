from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import formats
from articles.ingest.formats import READERS
from articles.ingest.formats.markup_blocks import MAX_BLOCKS
from articles.ingest.records import Place, RawDocument, Refused

PLACE = Place("", "a")
SAMPLES = {
    "front_matter": "---\ntitle: x\n---\n<p>Words of a post.</p>\n",
    "paged_text": "一份学习体会\n"
    + f"1、{'我们在工作中学到很多，' * 8}今后还要继\n"
    + f"2、续努力，{'把事情一件一件办好，' * 8}不让人\n"
    + "3、失望。\n",
    "page_text": "A headline\n\nSome words of a page that ends here.\n",
}


def is_whole(raw: RawDocument) -> bool:
    """Whether blocks come in order and hold every character that can be seen."""
    at, seen = 0, ""
    for block in raw.blocks:
        if block.start < at or block.end < block.start:
            return False
        at = block.end
        seen += raw.words(block)
    return "".join(seen.split()) == "".join(raw.text.split())


@pytest.mark.parametrize("name", READERS)
def test_a_sample_of_each_format_is_recognised_by_its_content(name):
    raw = formats.read(SAMPLES[name].encode(), PLACE)

    assert raw.format == name


@pytest.mark.parametrize("name", READERS)
def test_each_format_holds_all_that_can_be_seen(name):
    raw = formats.read(SAMPLES[name].encode(), PLACE, name)

    assert is_whole(raw)
    assert [b.line for b in raw.blocks] == sorted(b.line for b in raw.blocks)


@pytest.mark.parametrize("name", READERS)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused_or_read_whole(name, data):
    try:
        raw = formats.read(data, PLACE, name)
    except Refused:
        return
    assert is_whole(raw)


@pytest.mark.parametrize("name", READERS)
@given(st.text(alphabet="<>/pbr=\"'!-& \n#*[]()1a字。、:", max_size=120))
def test_any_signs_are_refused_or_read_whole(name, text):
    try:
        raw = formats.read(f"---\ntitle: x\n---\n{text}".encode(), PLACE, name)
    except Refused:
        return
    assert is_whole(raw)


@pytest.mark.parametrize(
    ("text", "format", "reason"),
    [
        pytest.param(json.dumps({"a": [1]}), None, "unknown_format", id="data"),
        pytest.param("<!DOCTYPE html><p>words", None, "unknown_format", id="a-whole-page"),
        pytest.param("\n<?xml version='1.0'?><rss/>", None, "unknown_format", id="a-feed"),
        pytest.param("[" * 5000 + "]" * 5000, None, None, id="not-quite-data"),
        pytest.param("{x} is a word", None, None, id="a-bracket"),
        pytest.param("words", "no-such-format", "unknown_format", id="no-such-format"),
        pytest.param("\u00ad", None, None, id="a-mark"),
        pytest.param("a\n" * (MAX_BLOCKS + 1), None, "too_many_blocks", id="too-many"),
    ],
)
def test_what_no_reader_takes_is_refused(text, format, reason):
    if reason is None:
        assert formats.read(text.encode(), PLACE, format).text == text
        return
    with pytest.raises(Refused, match=reason):
        formats.read(text.encode(), PLACE, format)


def test_what_decoding_had_to_say_stands_before_the_reader_s_warnings():
    raw = formats.read("one \u202etwo".encode(), PLACE)

    assert [warning.code for warning in raw.warnings] == ["bidi_controls"]
