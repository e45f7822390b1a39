"""Headers that are TOML or JSON, as Hugo writes them: parsed strictly, all values kept as text.

Only what stands at the top is a field; tables in it (`[params]`, `[menu]`) are metadata, but for
those that describe what is read: a person by a name, a picture by its address; and Zola's
`[taxonomies]`, where it has labels.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from articles.ingest.formats.exports.json_text import Value, read_json
from articles.ingest.records import HeaderField
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import clean_text
from articles.text.header_keys import READ, said_by

# A JSON text that has none of these at its top is data that something follows, no header.
_HEADER_KEYS = frozenset({"title", "date", "draft", "slug", "tags", "categories", "layout"})
_OPENING = re.compile(r'\s*\{\s*"')
_CLOSING = re.compile(r"^\}(?=[ \t]*\r?\n)", re.MULTILINE)
_AFTER = re.compile(r"[ \t]*\r?\n")
_NO_BODY = ("{", "}", "]", ",")
# Hexo's own way: the members of an object without its braces, between lines that part.
_MEMBERS = re.compile(r'\s*(?P<fence>;{3,}[ \t]*\r?\n\s*)?"')
_FENCE = re.compile(r"^(?P<sign>;{3,}|---)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_AT_LINE = re.compile(r"at line (\d{1,6})")


def toml_values(written: str, line: int) -> dict[str, tuple[str | None, ...]]:
    """Return the fields of a TOML text that begins on `line`, by lower-case key.

    None is a value that is described by keys unknown here.

    Refuses, with the line, what is no TOML.
    """
    try:
        table = tomllib.loads(written, parse_float=str)
    except ValueError as error:
        found = _AT_LINE.search(str(error))
        at = line + int(found[1]) - 1 if found else line
        raise Refused(Refusal.BAD_HEADER, line=at, detail="TOML") from error
    except RecursionError as error:
        raise Refused(Refusal.UNSAFE_HEADER, line=line, detail="nesting") from error
    labels = table.get("taxonomies")
    return {
        key.lower(): tuple(_texts(key.lower(), value))
        for key, value in ({**labels, **table} if isinstance(labels, dict) else table).items()
        if not isinstance(value, dict) or key.lower() in READ
    }


def brace_end(text: str, most: int) -> int | None:
    """Return where the line ends that closes a JSON header; None where `text` begins with none.

    Behind a header there is a body: what ends with its brace is a file of data.
    """
    if not _OPENING.match(text):
        return None
    end = _closing(text[:most])
    after = _AFTER.match(text, end) if end else None
    if after is None or not text[after.end() :].strip():
        return None
    return None if text[after.end() :].lstrip().startswith(_NO_BODY) else after.end()


def _closing(head: str) -> int:
    """Return where the object ends that `head` begins with, be it malformed; 0 for nowhere."""
    try:
        root = read_json(head, is_prefix=True).root
    except Refused:
        found = _CLOSING.search(head)
        return found.end() if found and _HEADER_KEYS & set(_KEY.findall(head)) else 0
    return root.end if _HEADER_KEYS & root.fields.keys() else 0


_KEY = re.compile(r'"(\w{1,20})"\s*:')


class JsonHeader(NamedTuple):
    """A header in JSON: an object, how much further on it stands in its text, where that ends."""

    written: str
    shift: int
    end: int


def json_header(text: str, most: int) -> JsonHeader | None:
    """Return the JSON header that `text` begins with, be it malformed; None where it has none."""
    end = brace_end(text, most)
    return JsonHeader(text[:end], 0, end) if end is not None else _without_braces(text, most)


def _without_braces(text: str, most: int) -> JsonHeader | None:
    """Return the object whose members stand above a line that closes them.

    A line of dashes closes none that is no JSON: what is above may be words, or YAML.
    """
    opening = _MEMBERS.match(text)
    closing = _FENCE.search(text[:most], opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    fence, members = opening["fence"] or "", text[: closing.start()]
    written = "{" + members.replace(fence, fence.replace(";", " "), 1) + "}"
    is_header = not _HEADER_KEYS.isdisjoint(_KEY.findall(members))
    if not is_header or (closing["sign"] == "---" and not _is_json(written)):
        return None
    return JsonHeader(written, -1, closing.end())


def _is_json(written: str) -> bool:
    try:
        read_json(written)
    except Refused:
        return False
    return True


def json_fields(header: JsonHeader) -> tuple[HeaderField, ...]:
    """Return the fields of a JSON header.

    Refuses, with the line, what is no JSON.
    """
    written, shift, _ = header
    try:
        placed = read_json(written).members
    except Refused as error:
        raise Refused(Refusal.BAD_HEADER, line=error.line, detail="JSON") from error
    return tuple(
        _field(key, parsed, value, shift)
        for (key, value), (written_key, parsed) in zip(placed, _members(written), strict=True)
        # A key that had to be cleaned is none that anybody reads.
        if key == written_key and (not value.fields or key.lower() in READ)
    )


def _members(written: str) -> list[tuple[str, object]]:
    """Return the members of an object, those of one key too, numbers as text."""
    found: list[tuple[str, object]] = []

    def keep(members: list[tuple[str, object]]) -> dict[str, object]:
        # The outermost object ends last.
        found[:] = members
        return dict(members)

    # Python turns no more than 4,300 digits into a number.
    json.loads(written, parse_float=str, parse_int=str, object_pairs_hook=keep)
    return found


def _field(key: str, parsed: object, value: Value, shift: int) -> HeaderField:
    found = tuple(_texts(key.lower(), parsed))
    said = tuple(one for one in found if one is not None)
    is_whole = len(said) == len(found)
    start, end = value.start + shift, value.end + shift
    return HeaderField(key.lower(), said, start, end, value.line, is_whole)


def _texts(key: str, value: object) -> Iterator[str | None]:
    """Yield a value as text, or each of a list; of what is described that which says it."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(key, one)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, date | time):
        yield value.isoformat()
    elif isinstance(value, dict):
        names = [one for one in said_by(key) if one in value]
        yield from _texts(key, value[names[0]]) if names else (None,)
    elif isinstance(value, str | int):
        yield clean_text(str(value)).text.strip()
