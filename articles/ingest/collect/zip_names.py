"""What a zip archive calls a member: names in the encodings of thirty years, and extra fields."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from struct import Struct

_IS_UTF8 = 1 << 11
_FIELD = Struct("<2H")
_LARGE, _UNICODE = 0x0001, 0x7075
_IN_EXTRA = 0xFFFFFFFF


def extras(raw: bytes) -> dict[int, bytes]:
    """Return the extra fields of a member by their numbers; what is cut off is passed over."""
    found, at = {}, 0
    while at + _FIELD.size <= len(raw):
        number, length = _FIELD.unpack_from(raw, at)
        found[number] = raw[at + _FIELD.size : at + _FIELD.size + length]
        at += _FIELD.size + length
    return found


def large(numbers: Iterable[int], extra: dict[int, bytes]) -> list[int]:
    """Return sizes and offsets with those from the extra field that had no room in 32 bits."""
    eights = extra.get(_LARGE, b"")
    found = []
    for number in numbers:
        if number == _IN_EXTRA and len(eights) >= 8:
            found.append(int.from_bytes(eights[:8], "little"))
            eights = eights[8:]
        else:
            found.append(number)
    return found


def name_of(raw: bytes, flags: int, extra: dict[int, bytes]) -> str:
    """Return a member's name as text, bytes that are none in it as surrogates.

    A name that says it is UTF-8, or that is, counts as such. Of the others, those in which all
    that is not ASCII are pairs of GB 2312 come from a Chinese desktop: names in code page 437,
    which the format asks for, have single letters between plain ones.
    """
    raw = raw.partition(b"\0")[0]
    if raw.isascii():
        return _with_slashes(raw.decode())
    unicode = extra.get(_UNICODE, b"")
    if unicode[:1] == b"\1" and unicode[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
        raw, flags = unicode[5:], _IS_UTF8
    if flags & _IS_UTF8:
        return _with_slashes(raw.decode("utf-8", "surrogateescape"))
    for encoding in ("utf-8", "gb2312"):
        try:
            return _with_slashes(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _with_slashes(raw.decode("cp437"))


def _with_slashes(name: str) -> str:
    """Return a name that was written with the separators of Windows with those of the format."""
    return name if "/" in name else name.replace("\\", "/")
