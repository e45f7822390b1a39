"""JSON with its places: what stands where in a text, and the reading text of an export.

A parser of the standard library says what a text holds but not where, and every part of a document
has a place. This goes through the text once, without recursion, and refuses what no export is:
nesting without end, a million values, text that is no JSON (RFC 8259).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.ingest.records import Warn
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import clean_text

MAX_DEPTH = 100
# A blog of ten years with 10,000 posts has about half as many, nulls and booleans not counted.
MAX_VALUES = 600_000

_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+"')
_WORD = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n]*+")
_OPENING = {"{": "}", "[": "]"}

Content = dict[str, "Value"] | list["Value"] | str


@dataclass(slots=True)
class Value:
    """A value with its place: the code points between its quotes, or from bracket to bracket.

    `content` of a number is its digits; of true, false and null it is "", as if nothing stood
    there, but for `is_true`.
    """

    content: Content
    start: int
    end: int
    line: int
    is_true: bool = False

    @property
    def text(self) -> str:
        """Return the words of a string, the digits of a number, "" for anything else."""
        return self.content if isinstance(self.content, str) else ""

    @property
    def fields(self) -> dict[str, Value]:
        return self.content if isinstance(self.content, dict) else {}

    @property
    def items(self) -> list[Value]:
        """Return the values of an array, or of an object whose keys are only their names."""
        if isinstance(self.content, dict):
            return list(self.content.values())
        return self.content if isinstance(self.content, list) else []

    def at(self, *keys: str) -> Value | None:
        """Return the value of the first of `keys` that has one which is not blank."""
        found = (self.fields.get(key) for key in keys)
        return next((one for one in found if one and one.is_written), None)

    def text_at(self, *keys: str) -> str:
        """Return the text of the first of `keys` that has any, without white space around it."""
        found = self.at(*keys)
        return found.text.strip() if found else ""

    def items_at(self, key: str) -> list[Value]:
        found = self.fields.get(key)
        return found.items if found else []

    @property
    def is_written(self) -> bool:
        return bool(self.content) and not (isinstance(self.content, str) and self.content.isspace())


@dataclass(slots=True)
class JsonText:
    """A JSON text: its outermost value, and its strings (no keys) in the order they stand.

    `members` are those of an outermost object, also where a key stands twice.
    """

    text: str
    root: Value
    members: list[tuple[str, Value]]
    strings: list[Value]
    warnings: tuple[Warn, ...]
    end: int


def read_json(text: str, *, is_prefix: bool = False) -> JsonText:
    """Return what a JSON text holds; with `is_prefix`, what it begins with.

    Refuses, with the line, what is no JSON, is nested more than 100 deep or holds more than
    600,000 values. Time and memory are linear in the length of `text`.
    """
    scanner = _Scanner(text)
    root = scanner.value()
    scanner.skip()
    if scanner.at < len(text) and not is_prefix:
        raise scanner.refused("more than one value")
    return JsonText(
        text, root, scanner.members, scanner.strings, tuple(scanner.warnings()), scanner.at
    )


@dataclass(slots=True)
class _Open:
    """An array or an object whose end is not reached."""

    value: Value
    end: str
    fields: dict[str, Value]
    items: list[Value]
    key: str = ""


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    line: int = 1
    count: int = 0
    dropped: int = 0
    bidi_line: int | None = None
    members: list[tuple[str, Value]] = field(default_factory=list)
    strings: list[Value] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def value(self) -> Value:
        """Return the value that begins here, with all it holds."""
        while True:
            self.skip()
            opened = self.opened()
            done = None if opened else self.scalar()
            if opened is not None:
                self.stack.append(opened)
                done = self.closed()
                if done is None:
                    self.key()
                    continue
            while done is not None and self.stack:
                self.put(done)
                done = self.next()
            if done is not None:
                return done

    def skip(self) -> None:
        end = _match_end(_SPACE, self.text, self.at)
        if end > self.at:
            self.line += self.text.count("\n", self.at, end)
            self.at = end

    def char(self) -> str:
        self.skip()
        return self.text[self.at : self.at + 1]

    def refused(self, detail: str, reason: Refusal = Refusal.BAD_JSON) -> Refused:
        return Refused(reason, line=self.line, detail=detail)

    # Arrays and objects

    def opened(self) -> _Open | None:
        sign = self.text[self.at : self.at + 1]
        if sign not in _OPENING or not sign:
            return None
        if len(self.stack) >= MAX_DEPTH:
            raise self.refused("nesting", Refusal.TOO_DEEP)
        self.counted()
        fields: dict[str, Value] = {}
        items: list[Value] = []
        value = Value(fields if sign == "{" else items, self.at, self.at + 1, self.line)
        self.at += 1
        return _Open(value, _OPENING[sign], fields, items)

    def closed(self) -> Value | None:
        """Return the innermost array or object if it ends here."""
        if self.char() != self.stack[-1].end:
            return None
        self.at += 1
        value = self.stack.pop().value
        value.end = self.at
        return value

    def put(self, value: Value) -> None:
        inside = self.stack[-1]
        if inside.end == "}":
            inside.fields[inside.key] = value
            if len(self.stack) == 1:
                self.members.append((inside.key, value))
        else:
            inside.items.append(value)

    def next(self) -> Value | None:
        """Return the array or object that ends here; None where another value follows."""
        done = self.closed()
        if done is None:
            if self.char() != ",":
                raise self.refused("no comma")
            self.at += 1
            self.key()
        return done

    def key(self) -> None:
        """Read the key of the value that follows, in an object."""
        inside = self.stack[-1]
        if inside.end != "}":
            return
        self.skip()
        key = self.string()[0]
        inside.key = self.keys.setdefault(key, key)
        if self.char() != ":":
            raise self.refused("no colon")
        self.at += 1

    # Strings, numbers and words

    def scalar(self) -> Value:
        if self.text.startswith('"', self.at):
            start, line = self.at + 1, self.line
            value = Value(self.string()[0], start, self.at - 1, line)
            self.counted()
            self.strings.append(value)
            return value
        found = _WORD.match(self.text, self.at)
        if found is None:
            raise self.refused("no value")
        self.at = found.end()
        word = found[0]
        if word in ("true", "false", "null"):
            return _TRUE if word == "true" else _NOTHING
        self.counted()
        return Value(word, *found.span(), self.line)

    def string(self) -> tuple[str, int]:
        """Return the string that begins here with its escapes resolved, and where it ends."""
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise self.refused("no string")
        self.at = found.end()
        raw = found[0]
        return (self.resolved(raw) if "\\" in raw else raw[1:-1]), self.at

    def resolved(self, raw: str) -> str:
        try:
            written = str(json.loads(raw))
        except ValueError as error:
            raise self.refused("no escape") from error
        if "\\u" not in raw:
            return written
        cleaned = clean_text(written)
        self.dropped += cleaned.dropped
        if cleaned.has_bidi_controls and self.bidi_line is None:
            self.bidi_line = self.line
        return cleaned.text

    def counted(self) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise self.refused("values", Refusal.TOO_MANY_ENTRIES)

    def warnings(self) -> Iterator[Warn]:
        if self.dropped:
            yield Warn("characters_dropped", params={"count": self.dropped})
        if self.bidi_line is not None:
            yield Warn("bidi_controls", line=self.bidi_line)


_TRUE = Value("", -1, -1, 0, is_true=True)
_NOTHING = Value("", -1, -1, 0)


def _match_end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
