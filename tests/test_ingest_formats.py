"""The contract of every reader.

To add a format, write a module, name it in `READERS`, and put sample files of it into a folder of
`fixtures/documents`; where that has another name than the format, it is named in `FOLDERS` below.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest import formats
from articles.ingest.formats import READERS
from articles.ingest.formats.markup_blocks import MAX_BLOCKS
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Found, Place, RawDocument
from articles.ingest.refusals import Refused

PLACE = Place("", "a")
DOCUMENTS = Path(__file__).parent.parent / "fixtures" / "documents"
# Where the samples of a format lie, if not in a folder of its own name.
FOLDERS = {
    "feed": ("feeds",),
    "front_matter": ("feed_dumps", "markdown", "posts"),
    "page_text": ("page_text", "compilations"),
}


def samples_of(name: str) -> list[Path]:
    folders = (DOCUMENTS / folder for folder in FOLDERS.get(name, (name,)))
    return sorted(path for folder in folders for path in folder.glob("*"))


SAMPLES = [
    pytest.param(name, path, id=f"{name}-{path.name}")
    for name in READERS
    for path in samples_of(name)
]
# What a sample is cut into pieces by, to be put together wrongly again.
SIGNS = ["<", ">", "</", "&", "]]>", "<![CDATA[", "<!--", "{", "}", "[", '"', "\\", "---", "\n"]


def is_whole(raw: RawDocument) -> bool:
    """Whether blocks come in order and hold every character that can be seen."""
    at, seen = 0, ""
    for block in raw.blocks:
        if block.start < at or block.end < block.start:
            return False
        at = block.end
        seen += raw.words(block)
    return "".join(seen.split()) == "".join(raw.text.split())


def test_every_format_has_a_sample():
    assert [name for name in READERS if not samples_of(name)] == []


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_a_sample_of_each_format_is_recognised_by_its_content(name, path):
    raw = formats.read(path.read_bytes(), PLACE)

    assert raw.format == name


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_each_format_holds_all_that_can_be_seen(name, path):
    raw = formats.read(path.read_bytes(), PLACE, name)

    assert is_whole(raw)
    assert [b.line for b in raw.blocks] == sorted(b.line for b in raw.blocks)


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_what_knows_its_articles_says_what_each_of_its_blocks_is(name, path):
    raw = formats.read(path.read_bytes(), PLACE, name)
    keys = [entry.key for entry in raw.entries if entry.key]

    assert not raw.marked or tuple(one.block for one in raw.marked) == raw.blocks
    assert {one.article for one in raw.marked} - {None} <= set(range(len(raw.entries)))
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", READERS)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused_or_read_whole(name, data):
    try:
        raw = formats.read(data, PLACE, name)
    except Refused:
        return
    assert is_whole(raw)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=30)
@given(st.data())
def test_a_sample_that_was_cut_and_patched_is_refused_or_read_whole(name, data):
    text = data.draw(st.sampled_from(samples_of(name))).read_text("utf-8", "replace")[:6000]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 40, len(text))))
        text = f"{text[:start]}{data.draw(st.sampled_from(['', *SIGNS]))}{text[end:]}"
    try:
        raw = formats.read(text.encode(), PLACE, name)
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
        pytest.param("\n<?xml version='1.0'?><nitf/>", None, "unknown_format", id="other-xml"),
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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('{"a":', 1, id="a-key"),
        pytest.param('{\n  "a', 2, id="half-a-key"),
        pytest.param("{", 1, id="a-brace"),
        pytest.param('[{"a": 1}, {"b', 1, id="a-list-of-objects"),
        pytest.param('["a", "b', 1, id="a-list-of-texts"),
        pytest.param('{"db": [\n{"me', 2, id="an-export-that-is-cut-off-early"),
        pytest.param('{"a": 1}\n{"a": 2}\n', 2, id="json-lines"),
        pytest.param('{"a": "' + "b" * 20_000, 1, id="more-than-a-head"),
    ],
)
def test_data_that_is_cut_off_or_malformed_is_refused_with_its_line(text, line):
    with pytest.raises(Refused, match="bad_json") as refused:
        formats.read(text.encode(), PLACE)

    assert refused.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('["So," she said, "is it."] The pump went on.', id="a-quotation"),
        pytest.param('["One", "two" and "three"] were shouted.', id="several"),
        pytest.param('["Quoted"] is how it begins.', id="one"),
        pytest.param('{"Quoted" in braces} it goes on.', id="braces"),
        pytest.param("[1] A note comes first.", id="a-note"),
        pytest.param("[[Pump]] is a page of its own.", id="a-link"),
        pytest.param("{“水泵”} 在春天上油。", id="other-quotes"),
    ],
)
def test_prose_that_begins_with_a_bracket_is_read(text):
    assert formats.read(text.encode(), PLACE).format == "page_text"


def test_a_text_that_is_cut_off_inside_a_character_is_read_and_its_last_article_cut():
    data = "水泵在春天上油。".encode() * 9
    found = read(Found(PLACE, data[:-1], 1, ""), Known())
    whole = read(Found(PLACE, data, 1, ""), Known())

    assert [one.truncated for one in (*found.articles, *whole.articles)] == [True, False]
    assert [w.code for w in found.warnings] == ["cut_character"]
    assert found.text == whole.text[:-1]


def test_what_decoding_had_to_say_stands_before_the_reader_s_warnings():
    raw = formats.read("one \u202etwo".encode(), PLACE)

    assert [warning.code for warning in raw.warnings] == ["bidi_controls"]
