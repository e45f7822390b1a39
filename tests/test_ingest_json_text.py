from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.formats.exports import json_text
from articles.ingest.formats.exports.json_parts import JsonParts, is_prose
from articles.ingest.formats.exports.json_text import MAX_DEPTH, Value, read_json
from articles.ingest.formats.exports.stamps import stamp
from articles.ingest.records import Entry, PartKind, Place
from articles.ingest.refusals import Refused
from tests.limits import takes_at_most_thrice

letters = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Mn", "Zl", "Zp")))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | letters,
    lambda inner: st.lists(inner) | st.dictionaries(letters, inner),
    max_leaves=20,
)


def plain(value: Value) -> object:
    """Return a value as the standard library would have it, true, false and null alike as ""."""
    if isinstance(value.content, dict):
        return {key: plain(one) for key, one in value.content.items()}
    if isinstance(value.content, list):
        return [plain(one) for one in value.content]
    return value.content


def as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return "" if value is None or isinstance(value, bool) else str(value)


@given(json_values)
def test_a_text_is_read_as_the_standard_library_reads_it(value):
    written = json.dumps(value, ensure_ascii=False)

    assert plain(read_json(written).root) == as_text(json.loads(written))


def test_every_value_says_where_it_stands():
    text = '\n{"a": [1.5e3, "b\\"c"],\n "d": {"e": true, "f": null}}\n'
    root = read_json(text).root
    number, words = root.items_at("a")

    assert (text[number.start : number.end], number.line) == ("1.5e3", 2)
    assert (text[words.start : words.end], words.text, words.line) == ('b\\"c', 'b"c', 2)
    assert text[root.fields["d"].start : root.fields["d"].end] == '{"e": true, "f": null}'
    assert root.fields["d"].fields["e"].is_true
    assert root.fields["d"].at("f", "e") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("{} x", 1, id="more"),
        pytest.param('{"a":\n1 "b": 2}', 2, id="no-comma"),
        pytest.param('{"a"\n 1}', 2, id="no-colon"),
        pytest.param("{a: 1}", 1, id="no-quotes"),
        pytest.param("[1,\n\n]", 3, id="no-value"),
        pytest.param('["a\nb"]', 1, id="a-line-break-in-a-string"),
        pytest.param('["\\x"]', 1, id="no-escape"),
        pytest.param('["\\u12"]', 1, id="half-an-escape"),
        pytest.param('[1, "cut', 1, id="cut-off"),
        pytest.param("[01]", 1, id="leading-zero"),
        pytest.param("[1}", 1, id="other-bracket"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text, line):
    with pytest.raises(Refused, match="bad_json") as refused:
        read_json(text)

    assert refused.value.line == line


def test_nesting_is_refused_before_anything_recurses():
    assert read_json("[" * MAX_DEPTH + "]" * MAX_DEPTH).root.items
    with pytest.raises(Refused, match="too_deep"):
        read_json("[" * 100_000)


def test_more_values_than_any_export_has_are_refused(monkeypatch):
    monkeypatch.setattr(json_text, "MAX_VALUES", 3)

    assert len(read_json("[1, 2]").root.items) == 2
    with pytest.raises(Refused, match="too_many_entries"):
        read_json('[1, "2", 3]')


def test_what_no_text_may_hold_is_dropped_from_escapes_and_reported():
    found = read_json('{"a": "x\\u0000\\ud800y",\n "b": "\\u202ez", "c": "\\u4e2d\\u202e"}')

    assert found.root.text_at("a") == "xy"
    assert found.root.text_at("c") == "中\u202e"
    assert [(w.code, w.line) for w in found.warnings] == [
        ("characters_dropped", None),
        ("bidi_controls", 2),
    ]


def test_a_prefix_ends_where_its_value_does():
    assert read_json('{"a": 1}\nwords', is_prefix=True).root.end == 8


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two words", True),
        ("词", True),
        ("slug-of-a-post", False),
        ("<p>some markup</p>", False),
        ('{"a": "b c"}', False),
    ],
)
def test_what_is_written_for_people_is_no_id_address_or_code(words, expected):
    assert is_prose(words) is expected


def test_words_that_no_reader_asked_for_belong_to_the_record_they_stand_in():
    text = '{"site": "two words", "posts": [{"id": "x", "note": "three small words"}, {"n": "词"}]}'
    parts = JsonParts(read_json(text))
    for post in parts.source.root.items_at("posts"):
        assert parts.entry(post, "", lambda _: Entry())
    raw = parts.document(Place("", "a"), "x", "utf-8")

    assert [(one.article, raw.words(one.block)) for one in raw.marked if not one.reason] == [
        (None, "two words"),
        (0, "three small words"),
        (1, "词"),
    ]
    assert raw.text == text


@pytest.mark.parametrize(
    ("html", "bodies"),
    [
        pytest.param("one\ntwo", ["one\ntwo"], id="a-folded-paragraph"),
        pytest.param("one\n \ntwo", ["one", "two"], id="a-blank-line"),
        pytest.param("<p>one</p>\n<p>two</p>", ["one", "two"], id="paragraphs"),
    ],
)
def test_lines_of_markup_are_only_folded(html, bodies):
    parts = JsonParts(read_json(json.dumps({"html": html})))
    value = parts.source.root.fields["html"]
    parts.body(value, 0, html=value.text)
    raw = parts.document(Place("", "a"), "x", "utf-8")

    assert [raw.words(m.block) for m in raw.marked if m.kind is PartKind.BODY] == bodies


@pytest.mark.parametrize(
    ("written", "dated", "precision"),
    [
        ("2024-03-01T10:00:00+01:00", "2024-03-01T09:00:00Z", "time"),
        ("2024-03-01T10:00:00.123456Z", "2024-03-01T10:00:00Z", "time"),
        ("2024-03-01 10:00 +0100", "2024-03-01T09:00:00Z", "time"),
        ("2024-03-01 10:00:00+01", "2024-03-01T09:00:00Z", "time"),
        ("1388404800000", "2013-12-30T12:00:00Z", "time"),
        ("2024-03-01 10:00:00", "2024-03-01", "day"),
        ("2024-03-01", "2024-03-01", "day"),
        ("2024-03", "2024-03-01", "month"),
        ("2024", "2024-01-01", "year"),
    ],
)
def test_a_stamp_is_as_exact_as_it_is_written(written, dated, precision):
    found = stamp(written, rule="r", weight=1.0, line=3)

    assert found is not None
    assert (str(found.dated), found.precision, found.line) == (dated, precision, 3)


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "2024-13-01",
        "2024-02-30T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1799",
        "2024-19",
    ],
)
def test_a_stamp_that_cannot_be_is_kept_as_it_is_written(written):
    found = stamp(written, rule="r", weight=1.0)

    assert found is not None
    assert (found.dated, found.rule, found.text) == (None, "date_unread", written)


def test_an_empty_stamp_is_none():
    assert stamp(" ", rule="r", weight=1.0) is None


FLOODS = {
    "brackets": lambda n: "[" * n,
    "numbers": lambda n: "[" + "0," * n + "0]",
    "strings": lambda n: "[" + '"",' * n + '""]',
    "escapes": lambda n: '["' + "\\u4e2d" * n + '"]',
    "marks": lambda n: '["a' + "\\u0301" * n + '"]',
    "unclosed": lambda n: '"' + '\\"' * n,
    "space": lambda n: " " * n + "x",
    "lines": lambda n: "[" + "\n" * n,
    "keys": lambda n: "{" + ",".join(f'"{i}":1' for i in range(n // 8)) + "}",
}


@pytest.mark.limits
@pytest.mark.parametrize("flood", FLOODS)
def test_twice_the_text_takes_at_most_three_times_as_long(flood):
    takes_at_most_thrice(read_json, *(FLOODS[flood](n) for n in (60_000, 120_000)))
