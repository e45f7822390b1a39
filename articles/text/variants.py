"""Traditional characters to simplified ones, so that a search in either finds both.

One character becomes one character, whatever stands around it: offsets stay, and index and query
can never disagree. The table is OpenCC's; without the extra `opencc` every character is itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from unicodedata import is_normalized

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
# A few characters become another that becomes a third: 薴, 苧, 苎.
_ROUNDS = 2
# Characters that are looked up at a time: all of them at once would stay in memory as garbage.
_PORTION = 1_000


@cache
def simplified() -> Mapping[int, str]:
    """Return what `str.translate` takes; empty where the extra is not installed."""
    try:
        from opencc import OpenCC  # noqa: PLC0415  (an extra)
    except ImportError:
        return {}
    converter = OpenCC("t2s")
    found: dict[int, str] = {}
    for letters in _portions():
        written = "\n".join(letters)
        for _round in range(_ROUNDS):
            written = converter.convert(written)
        pairs = zip(letters, written.split("\n"), strict=True)
        found |= {ord(a): b for a, b in pairs if a != b and len(b) == 1}
    return found


def _portions() -> Iterator[str]:
    for start, end in _HAN:
        for first in range(start, end, _PORTION):
            yield "".join(map(chr, range(first, min(first + _PORTION, end))))


def as_simplified(text: str) -> str:
    """Return a text with simplified characters for traditional ones, one for one."""
    variants = simplified()
    return text.translate(variants) if variants else text


def forms(character: str) -> str:
    """Return all characters of a folded text that count as this one, itself among them.

    >>> forms("a")
    'a'
    """
    return _forms().get(as_simplified(character), character)


@cache
def _forms() -> Mapping[str, str]:
    """Return all forms of each simplified character that has others."""
    found: dict[str, str] = {}
    for number, letter in simplified().items():
        # A compatibility character has been folded into the one that it stands for.
        if is_normalized("NFKC", chr(number)):
            found[letter] = found.get(letter, letter) + chr(number)
    return found


def is_installed() -> bool:
    return bool(simplified())
