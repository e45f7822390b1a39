"""Lists and maps in brackets, as YAML writes them on a line: `[a, {name: b}]`.

Writers that escape nothing write brackets too: what is neither is None, and stays text.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Node: TypeAlias = "str | list[Node] | dict[str, Node]"

MAX_DEPTH = 32
_QUOTED = r"""(?:"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')"""
_SIGN = {sign: re.compile(rf"\s*+\{sign}\s*+") for sign in "[]{},"}
_KEY = re.compile(
    rf"""(?:(?P<quoted>{_QUOTED})\s*+:|(?P<key>[^\s,{{}}\[\]"':]++):(?=\s))\s*+""", re.DOTALL
)
# What is in quotes is whole only where a sign follows: quotes inside quotes are not escaped.
_VALUE = {
    sign: re.compile(rf"{_QUOTED}(?=\s*+[,\{sign}])|[^,\{sign}]++", re.DOTALL) for sign in "]}"
}
_AFTER = re.compile(r",?\s*+(?:#.*)?", re.DOTALL)


def read_flow(written: str) -> Node | None:
    """Return the list or map that a text is, its values as they are written; None for neither."""
    reader = _Reader(written)
    try:
        node = reader.collection(1)
    except ValueError:
        return None
    return node if _AFTER.fullmatch(written, reader.at) else None


class _Reader:
    """A text, and how far it is read. Raises ValueError where it is no collection."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.at = 0

    def collection(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ValueError
        if self._takes("["):
            return self._list(depth)
        self._takes("{")
        return self._map(depth)

    def _list(self, depth: int) -> Node:
        found: list[Node] = []
        while not self._takes("]"):
            found.append(self._value("]", depth))
            self._go_on("]")
        return found

    def _map(self, depth: int) -> Node:
        found: dict[str, Node] = {}
        while not self._takes("}"):
            key = _KEY.match(self.written, self.at)
            if key is None:
                raise ValueError
            self.at = key.end()
            name = key["key"] or key["quoted"][1:-1]
            found[name.lower()] = self._value("}", depth)
            self._go_on("}")
        return found

    def _value(self, closing: str, depth: int) -> Node:
        if self.written.startswith(("[", "{"), self.at):
            return self.collection(depth + 1)
        value = _VALUE[closing].match(self.written, self.at)
        if value is None:
            return ""
        self.at = value.end()
        return value[0]

    def _go_on(self, closing: str) -> None:
        """Go behind a comma, or to the sign that closes."""
        if not self._takes(",") and not _SIGN[closing].match(self.written, self.at):
            raise ValueError

    def _takes(self, sign: str) -> bool:
        found = _SIGN[sign].match(self.written, self.at)
        self.at = found.end() if found else self.at
        return found is not None
