"""One value of a YAML header as text: out of its quotes, its lines folded, its escapes undone.

Writers that escape nothing write such headers too, so what is no escape stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from articles.text.characters import clean_text

# Some dumps are wrapped in quotes at each run of their generator; a flood is no such value.
MOST_LAYERS = 64
_BLOCK = re.compile(r"[|>](?:[+-]?[0-9]?|[0-9][+-])(?:[ \t]+#.*)?$")
_QUOTED = re.compile(r"""("(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')[ \t]+#.*""", re.DOTALL)
_DOUBLED = re.compile(r"(?:[^']++|'')*+")
_COMMENT = re.compile(r"(?<=\S)[ \t]+#")
_ESCAPE = re.compile(
    r"\\(?:x(?P<two>[0-9A-Fa-f]{2})|u(?P<four>[0-9A-Fa-f]{4})"
    r"|U(?P<eight>00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})|(?P<sign>[^xuU]))",
    re.DOTALL,
)
_SIGNS = dict(
    zip(
        '0abt\tnvfre "/\\N_LP',
        '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029',
        strict=True,
    )
)


def scalar(lines: Sequence[str], *, is_prose: bool = False) -> str:
    """Return the value that stands on `lines`, the first of them what follows its key or dash.

    A `#` in a person's words may be one of them; elsewhere a comment begins there.
    """
    first = lines[0].strip()
    if _BLOCK.match(first):
        return unquoted(_block(lines[1:], is_literal=first.startswith("|")))
    others = [line.strip() for line in lines[1:]]
    if not first.startswith(('"', "'")):
        others = [line for line in others if not line.startswith("# ")]
    written = folded((first, *others), is_escaped=first.startswith('"'))
    return unquoted(_without_comment(written, is_prose=is_prose))


def folded(lines: Sequence[str], *, is_escaped: bool = False) -> str:
    """Return lines as one: a break is a space, a blank line a break.

    Between lines that are further in than others each break counts; where there are escapes, one
    behind a backslash does not.
    """
    pieces: list[str] = []
    blank = 0
    for line in lines:
        if not line.strip():
            blank += 1
            continue
        if pieces:
            if is_escaped and not blank and _ends_escaped(pieces[-1]):
                pieces[-1] = pieces[-1][:-1]
            else:
                blank += pieces[-1][:1].isspace() or line[:1].isspace()
                pieces.append("\n" * blank or " ")
        pieces.append(line)
        blank = 0
    return "".join(pieces)


def _ends_escaped(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _block(lines: Sequence[str], *, is_literal: bool) -> str:
    """Return the text of a block scalar, without what all of its lines are set in by."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    lines = [line[margin:].rstrip() for line in lines]
    return "\n".join(lines) if is_literal else folded(lines)


def _without_comment(value: str, *, is_prose: bool) -> str:
    if quoted := _QUOTED.fullmatch(value):
        return quoted[1]
    if is_prose or value.startswith(("#", '"', "'")):
        return value
    return _COMMENT.split(value, maxsplit=1)[0]


def unquoted(value: str) -> str:
    """Return a value as its writer meant it: out of its quotes, often several, and its entities.

    Quotes that also stand inside belong to the words, but for the outermost pair; and what was
    escaped was quoted once.

    >>> unquoted('''\"\"\"\\'2023\\'\"\"\"''')
    '2023'
    """
    value = value.strip()
    for layer in range(MOST_LAYERS):
        if len(value) < 2 or value[0] not in "'\"" or value[0] != value[-1]:
            break
        if layer and value[0] in value.strip("'\""):
            break
        inner = value[1:-1]
        value = _unescaped(inner, value[0]) if not layer or value[0] == "'" else inner
        if '\\"' in inner:
            break
    return unescape(value).strip()


def _unescaped(inner: str, quote: str) -> str:
    if quote == "'":
        return inner.replace("''", "'") if _DOUBLED.fullmatch(inner) else inner
    if "\\" not in inner:
        return inner
    # Writers of JSON escape what lies beyond four digits in halves.
    said = _ESCAPE.sub(_meant, inner).encode("utf-16-le", "surrogatepass")
    return clean_text(said.decode("utf-16-le", "ignore")).text


def _meant(found: re.Match[str]) -> str:
    digits = found["two"] or found["four"] or found["eight"]
    return chr(int(digits, 16)) if digits else _SIGNS.get(found["sign"], found[0])
