"""What must be known of a file before PIL opens it, read from its first bytes."""

from __future__ import annotations

from articles.imaging.geometry import Size

# A block holds 255 bytes; a file of one-byte blocks is made to keep its reader busy.
_MOST_BLOCKS = 400_000


def webp_size(data: bytes) -> Size | None:
    """Return the canvas of a WebP file, or None where this is none: its decoder allocates first.

    https://developers.google.com/speed/webp/docs/riff_container
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return Size(1 + _little(data[24:27]), 1 + _little(data[27:30]))
    if kind == b"VP8L":
        bits = _little(data[21:25])
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    width, height = _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    return Size(max(1, width), max(1, height))


def gif_frames(data: bytes, most: int) -> int:
    """Return the number of frames of a GIF file, `most` + 1 for any number above `most`.

    Counts blocks as they follow each other, decodes none, and stops where the file breaks off.
    https://www.w3.org/Graphics/GIF/spec-gif89a.txt
    """
    frames = blocks = 0
    at = 13 + _table(data[10:11])
    while frames <= most and data[at : at + 1] in (b"\x21", b"\x2c"):
        if data[at] == 0x2C:
            frames += 1
            at += 11 + _table(data[at + 9 : at + 10])
        else:
            at += 2
        while at < len(data) and data[at] and blocks < _MOST_BLOCKS:
            at += 1 + data[at]
            blocks += 1
        at += 1
    return most + 1 if blocks == _MOST_BLOCKS else frames


def _table(flags: bytes) -> int:
    """Return the length of the colour table that a byte of flags announces."""
    packed = _little(flags)
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
