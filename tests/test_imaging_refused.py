"""Pictures that are no pictures, too large, too many in one or cut off."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from articles.imaging import render as module
from articles.imaging.headers import gif_frames
from articles.imaging.render import BadPicture, inspect, reencode, render
from articles.imaging.specs import SPECS, Format
from tests.limits import at_most
from tests.pixels import picture, saved


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def declared_png(width: int, height: int, body: bytes = b"") -> bytes:
    """Make a PNG file that says how large it is, whatever it holds."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def webp_head(kind: bytes, rest: bytes) -> bytes:
    return b"RIFF\x40\0\0\0WEBP" + kind + b"\x20\0\0\0" + rest.ljust(40, b"\0")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


REFUSED = {
    "nothing": (b"", "empty"),
    "svg": (SVG, "unknown_format"),
    "svg-with-declaration": (b"<?xml version='1.0'?>" + SVG, "unknown_format"),
    "text": (b"no picture at all", "unknown_format"),
    "bmp": (saved(picture(), "BMP"), "unknown_format"),
    "tiff": (saved(picture(), "TIFF"), "unknown_format"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unknown_format"),
    "too-long": (b"\xff\xd8\xff" + bytes(module.MOST_BYTES), "too_many_bytes"),
    "400-megapixels": (declared_png(20_000, 20_000, bytes(48_000)), "too_many_pixels"),
    "144-megapixels": (declared_png(12_000, 12_000, bytes(17_000)), "too_many_pixels"),
    "41-megapixels": (declared_png(41_000, 1_000), "too_many_pixels"),
    "gif-screen": (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0\2\0;", "too_many_pixels"),
    "gif-frame": (b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\0;", "too_many_pixels"),
    "webp-canvas": (webp_head(b"VP8X", b"\0\0\0\0" + b"\xff" * 6), "too_many_pixels"),
    "webp-lossless": (webp_head(b"VP8L", b"\x2f\xff\xff\xff\x0f"), "too_many_pixels"),
    "webp-lossy": (webp_head(b"VP8 ", b"\0\0\0\x9d\1\x2a\xff\x3f\xff\x3f"), "too_many_pixels"),
    "webp-of-nothing": (webp_head(b"VP8 ", b""), "broken"),
}


@pytest.mark.parametrize("function", [inspect, reencode, lambda data: render(data, SPECS["card"])])
@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_bad_picture_is_refused_with_a_reason(data, reason, function):
    with pytest.raises(BadPicture, match=reason) as refused:
        function(data)

    assert refused.value.reason == reason


def frames(count: int, block: bytes = b"\x02\x02\x44\x01\x00") -> bytes:
    head = b"GIF89a\1\0\1\0\x80\0\0" + b"\0\0\0\xff\xff\xff"
    return head + b"!\xf9\4\0\1\0\0\0" + (b",\0\0\0\0\1\0\1\0\0" + block) * count + b";"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(frames(1), 1, id="one"),
        pytest.param(frames(7), 7, id="seven"),
        pytest.param(frames(10), 10, id="most"),
        pytest.param(frames(11), 11, id="more"),
        pytest.param(frames(100_000), 11, id="flood"),
        pytest.param(frames(3)[:-8], 3, id="cut-off"),
        pytest.param(frames(1)[:20], 0, id="cut-off-early"),
        pytest.param(frames(1, b"\x02" + b"\1\0" * 100_000 + b"\0"), 1, id="many-blocks"),
        pytest.param(frames(1, b"\x02" + b"\1\0" * 500_000 + b"\0"), 11, id="blocks-flood"),
        pytest.param(saved(picture(9, 9, "P"), "GIF"), 1, id="a-real-one"),
    ],
)
def test_gif_frames_are_counted_up_to_a_limit(data, count):
    assert gif_frames(data, 10) == count


def flood_of_png_frames() -> bytes:
    head = declared_png(1, 1)
    return head[:33] + chunk(b"acTL", struct.pack(">II", 100_000, 0)) + head[33:]


@pytest.mark.parametrize("data", [frames(100_000), flood_of_png_frames()], ids=["gif", "png"])
def test_a_flood_of_frames_is_refused(data):
    with pytest.raises(BadPicture, match="too_many_frames"):
        inspect(data)


@pytest.mark.parametrize("format", list(Format))
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.9])
def test_a_cut_off_picture_is_refused(format, kept):
    noise = Image.frombytes("RGB", (90, 90), random.Random(1).randbytes(24_300))  # noqa: S311
    whole = saved(noise, format)
    for function in (reencode, lambda data: render(data, SPECS["lead"])):
        with pytest.raises(BadPicture, match=r"broken|unknown_format"):
            function(whole[: int(len(whole) * kept)])


@pytest.mark.limits
@pytest.mark.parametrize("name", [name for name in REFUSED if "mega" in name or "webp" in name])
def test_a_bomb_is_refused_at_once(name):
    with at_most(1), pytest.raises(BadPicture, match=r"pixels|broken"):
        render(REFUSED[name][0], SPECS["card"])


@pytest.mark.limits
@pytest.mark.parametrize("name", ["400-megapixels", "webp-canvas", "gif-frame"])
def test_a_bomb_is_refused_in_little_memory(name, tmp_path):
    bomb = tmp_path / "bomb"
    bomb.write_bytes(REFUSED[name][0])
    program = (
        "import resource, pathlib; from articles.imaging.render import BadPicture, reencode\n"
        "resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))\n"
        f"try: reencode(pathlib.Path({str(bomb)!r}).read_bytes())\n"
        "except BadPicture as refused: raise SystemExit(refused.reason)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=10, check=False
    )

    assert ended.stderr.strip() == "too_many_pixels"
