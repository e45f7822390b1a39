"""The header of a post: lines of `key: value` between two lines of dashes, read as text.

Generators write these headers without escaping anything, so a YAML parser refuses real ones, and
those it reads it turns into numbers, dates and nulls. This reads line by line: there are no types,
no aliases, no tags, and nothing in a header can make reading it slow. Between plus signs a header
is TOML, in braces or above semicolons (Hexo) JSON: those are strict, `typed_header` has them
parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from articles.ingest.formats.bare_header import bare_end
from articles.ingest.formats.flow import MAX_DEPTH
from articles.ingest.formats.header_values import values_of
from articles.ingest.formats.typed_header import json_fields, json_header, toml_values
from articles.ingest.records import Block, BlockKind, HeaderField
from articles.ingest.refusals import Refusal, Refused
from articles.text.header_keys import WORDS_APART, is_jekyll

MAX_HEADER_CHARS = 16 * 1024

_OPENING = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.M),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?(?:\n|\Z)", re.M),
}
_KEY = {
    "---": re.compile(
        r"(?P<quote>[\"']?)(?P<key>[^\W\d][\w.-]{0,63}|<<)(?P=quote)[ \t]*:"
        r"(?:[ \t]+(?P<value>.*)|[ \t]*)$"
    ),
    "+++": re.compile(
        r"\[{0,2}[ \t]*[\"']?(?P<key>[^\W\d][\w.-]{0,63})[\"']?[ \t]*"
        r"(?:=[ \t]*(?P<value>.*)|\]{1,2}.*)$"
    ),
}
# A key of several words; where a text runs on without indent, these may be its words.
_WORDS = re.compile(
    r"(?P<key>[^\W\d][\w-]{0,30}(?: [\w-]{1,30}){1,3})[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)$"
)
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?$")
_TAG = re.compile(r"!(?:![A-Za-z]|<)")
_ANCHOR = re.compile(r"&[A-Za-z0-9_-]+(?:[ \t]|$)|\*[A-Za-z0-9_-]+$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header's fields, a block for each of its lines, and where the body begins."""

    fields: tuple[HeaderField, ...]
    blocks: tuple[Block, ...]
    end: int
    end_line: int


class _Line(NamedTuple):
    text: str
    start: int
    number: int


@dataclass(slots=True)
class _Entry:
    """A key, what stands after its colon, and the lines that go on with it."""

    key: str
    value: str
    at: _Line
    value_start: int
    rest: list[_Line]


def begins(text: str) -> bool:
    """Say whether a header seems to begin here: a fence, and a key on the next line that counts."""
    opening = _OPENING.match(text)
    if not opening:
        return json_header(text, MAX_HEADER_CHARS) is not None or bare_end(text) is not None
    lines = text[opening.end() :][:2000].splitlines()
    line = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return bool(_KEY[opening[1]].match(line) or _CLOSING[opening[1]].match(line))


def read_header(text: str) -> Header | None:
    """Return the header that `text` begins with; None where it begins with none.

    Refuses, with the line, a header without an end, one of more than 16 KiB, and what plain
    headers never hold: aliases, tags, deep nesting, the same key twice with different values.
    """
    written = json_header(text, MAX_HEADER_CHARS)
    if written is not None:
        fields = json_fields(written)
        _refuse_twins(fields)
        return _header(text, 0, written.end, list(_lines(text, written.end)), fields)
    bare = bare_end(text)
    if bare is not None:
        lines = list(_lines(text, bare))
        keyed = [line for line in lines if line.text.strip() != "---"]
        return _header(text, 0, bare, lines, _fields([*_entries(keyed, "---")]))
    opening = _OPENING.match(text) if begins(text) else None
    if opening is None:
        return None
    return _fenced(text, opening)


def _fenced(text: str, opening: re.Match[str]) -> Header:
    fence = opening[1]
    closing = _closing(text, opening, fence)
    lines = list(_lines(text, closing.end()))
    inside = [line for line in lines if opening.end() <= line.start < closing.start()]
    entries = list(_entries(inside, fence))
    if fence == "+++":
        written = text[opening.end() : closing.start()]
        fields = _of_table(entries, toml_values(written, inside[0].number if inside else 1))
    else:
        fields = _fields(entries)
    return _header(text, opening.start(1), closing.end(), lines, fields)


def _header(
    text: str, start: int, end: int, lines: Sequence[_Line], fields: tuple[HeaderField, ...]
) -> Header:
    blocks = tuple(
        Block(
            BlockKind.HEADER,
            line.start + len(line.text) - len(line.text.lstrip()),
            line.start + len(line.text.rstrip()),
            line.number,
        )
        for line in lines[text.count("\n", 0, start) :]
        if line.text.strip()
    )
    return Header(fields, blocks, end, len(lines) + 1)


def _of_table(
    entries: list[_Entry], values: dict[str, tuple[str | None, ...]]
) -> tuple[HeaderField, ...]:
    """Return the fields of a parsed table, each at the first line that has its key.

    A key may be followed by that of what is in it: `cover.image = "…"`.
    """
    found: dict[str, HeaderField] = {}
    for entry in entries:
        key = entry.key.lower()
        key = key if key in values else key.partition(".")[0]
        if key in values and key not in found:
            found[key] = replace(_said(entry, values[key]), key=key)
    return tuple(found.values())


def _closing(text: str, opening: re.Match[str], fence: str) -> re.Match[str]:
    closing = _CLOSING[fence].search(text, opening.end(), opening.end() + MAX_HEADER_CHARS)
    line = text.count("\n", 0, opening.end())
    if closing is None:
        long = len(text) - opening.end() > MAX_HEADER_CHARS
        raise Refused(Refusal.HEADER_TOO_LARGE if long else Refusal.BAD_HEADER, line=line)
    if closing[0].startswith("..."):
        line = text.count("\n", 0, closing.start()) + 1
        raise Refused(Refusal.BAD_HEADER, line=line, detail="...")
    return closing


def _lines(text: str, end: int) -> Iterator[_Line]:
    start = 0
    for number, line in enumerate(text[:end].split("\n"), 1):
        if start < end:
            yield _Line(line.rstrip("\r"), start, number)
        start += len(line) + 1


def _entries(lines: list[_Line], fence: str) -> Iterator[_Entry]:
    """Gather each key with the lines that go on with it; what comes before any key is no value."""
    entry: _Entry | None = None
    for line in lines:
        found = _KEY[fence].match(line.text)
        if found is None and fence == "---" and not (entry and _is_open(entry)):
            found = _WORDS.match(line.text)
        if found:
            if entry is not None:
                yield entry
            value = found["value"] or ""
            start = line.start + found.start("value") if value else line.start + len(line.text)
            entry = _Entry(found["key"], value, line, start, [])
        elif entry is not None and not line.text.startswith("#"):
            entry.rest.append(line)
    if entry is not None:
        yield entry


def _is_open(entry: _Entry) -> bool:
    """Whether a value begins with a quote that no line has closed yet."""
    quote, last = entry.value[:1], (entry.rest[-1].text if entry.rest else entry.value[1:])
    return quote in ("'", '"') and not last.rstrip().endswith(quote)


def _fields(entries: list[_Entry]) -> tuple[HeaderField, ...]:
    fields = [_field(entry) for entry in entries]
    _refuse_twins(fields)
    if not is_jekyll({one.key: one.value for one in fields}):
        return tuple(fields)
    return tuple(map(_apart, fields, entries))


def _field(entry: _Entry) -> HeaderField:
    _refuse_unsafe(entry)
    written = (entry.value, *(line.text for line in entry.rest))
    return _said(entry, tuple(values_of(entry.key.lower(), written)))


def _said(entry: _Entry, found: Sequence[str | None]) -> HeaderField:
    values = tuple(one for one in found if one is not None)
    start, end = _span(entry, values[0] if len(values) == 1 else "")
    is_whole = len(values) == len(found)
    return HeaderField(entry.key.lower(), values, start, end, entry.at.number, is_whole)


def _apart(one: HeaderField, entry: _Entry) -> HeaderField:
    """Return a field with each word of a line of labels by itself, as Jekyll takes them."""
    is_line = len(one.values) == 1 and entry.value.startswith(one.value)
    if not is_line or one.key not in WORDS_APART or entry.value.startswith("["):
        return one
    return replace(one, values=tuple(one.value.split()))


def _span(entry: _Entry, value: str) -> tuple[int, int]:
    """Return where the value stands: without its quotes where it stands word for word."""
    if value and (at := entry.value.find(value)) >= 0:
        return entry.value_start + at, entry.value_start + at + len(value)
    if entry.value.strip():
        return entry.value_start, entry.value_start + len(entry.value.rstrip())
    if rest := [line for line in entry.rest if line.text.strip()]:
        start = rest[0].start + len(rest[0].text) - len(rest[0].text.lstrip())
        return start, rest[-1].start + len(rest[-1].text.rstrip())
    return entry.value_start, entry.value_start


def _refuse_unsafe(entry: _Entry) -> None:
    if entry.key == "<<":
        raise Refused(Refusal.UNSAFE_HEADER, line=entry.at.number, detail="merge")
    for line, value in _values(entry):
        if value.startswith("!") and _TAG.match(value):
            raise Refused(Refusal.UNSAFE_HEADER, line=line.number, detail="tag")
        if value.startswith(("&", "*")) and _ANCHOR.match(value):
            raise Refused(Refusal.UNSAFE_HEADER, line=line.number, detail="alias")
        if value.count("[") + value.count("{") > MAX_DEPTH or len(value) > MAX_HEADER_CHARS:
            raise Refused(Refusal.UNSAFE_HEADER, line=line.number, detail="nesting")


def _values(entry: _Entry) -> Iterator[tuple[_Line, str]]:
    """Yield where a value begins: in a text that runs on, signs are words."""
    raw = entry.value.strip()
    yield entry.at, raw
    is_flow = raw.startswith(("[", "{"))
    if raw and not is_flow:
        return
    for index, line in enumerate(entry.rest):
        found = _ITEM.match(line.text)
        if found or is_flow or not index:
            yield line, (found["value"] or "" if found else line.text).strip()


def _refuse_twins(fields: Sequence[HeaderField]) -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for one in fields:
        if seen.setdefault(one.key, one.values) != one.values:
            raise Refused(Refusal.BAD_HEADER, line=one.line, detail=f"{one.key} twice")
