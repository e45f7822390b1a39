"""Pictures of strangers: measured before they are decoded, and written anew without extras.

The only module that knows PIL. What it returns holds pixels alone: no EXIF, comment, profile or
bytes after the end, so nothing that a browser or a tool could read as something else. Animations
become their first frame.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil

from PIL import Image, UnidentifiedImageError

from articles.imaging.geometry import CENTRE, Point, Size
from articles.imaging.headers import gif_frames, webp_size
from articles.imaging.specs import Format, Spec

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a 39 MP camera; decoded, 160 MB
MOST_FRAMES = 500

_ORIENTATION = 0x0112
_UPRIGHT = 1
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTER_TURNS = {5, 6, 7, 8}
_SIXTEEN_BITS = {"I;16", "I;16B", "I;16L", "I;16N", "I"}
# What PIL's readers let through where a file is cut off or forged.
_UNREADABLE = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, AttributeError),
    *(OverflowError, MemoryError, Warning, struct.error, zlib.error),
)

# PIL's own limits are the second line: it warns above the first and raises above twice that.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
# Cameras write bad EXIF every day, and nobody reads the log for it.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


class BadPicture(Exception):
    """A picture that is refused; the argument is a code, such as "too_many_pixels"."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a picture's header says: the size as it is shown, after any turn by EXIF."""

    format: Format
    width: int
    height: int

    @property
    def mime(self) -> str:
        return self.format.mime


def inspect(data: bytes) -> Inspected:
    """Measure a picture by its header, or raise `BadPicture`; no pixel is decoded.

    The reasons: empty, too_many_bytes, unknown_format (all but JPEG, PNG, GIF and WebP: SVG
    too), too_many_pixels, too_many_frames, broken.
    """
    with _opened(data) as image:
        size = _shown_size(image)
        return Inspected(_format(image), size.width, size.height)


def render(data: bytes, spec: Spec, focal: Point = CENTRE) -> bytes:
    """Return the rendition `spec` of a picture; `focal` is a point of it as it is shown."""
    with _opened(data) as image:
        shown = _shown_size(image)
        wanted = spec.size(shown)
        _decode_small(image, 2 * wanted.width / spec.box(shown, focal).size.width)
        pixels = _pixels(image)
        part = spec.box(Size(*pixels.size), focal).as_tuple()
        small = pixels.resize(wanted.as_tuple(), Image.Resampling.LANCZOS, part)
        return _written(small, spec.format, spec.quality)


def reencode(data: bytes) -> bytes:
    """Return an uploaded picture upright and without anything but its pixels.

    JPEG and WebP stay what they are; PNG and GIF come back as PNG. To do it twice costs JPEG and
    WebP a little quality, so it is for uploads only.
    """
    with _opened(data) as image:
        format = Format.PNG if _format(image) is Format.GIF else _format(image)
        return _written(_pixels(image), format, 92)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    _refuse_by_header(data)
    try:
        with Image.open(BytesIO(data), formats=list(Format)) as image:
            _refuse_by_size(image.width, image.height)
            _refuse_by_frames(_frames(image, data))
            yield image
    except UnidentifiedImageError as error:
        raise BadPicture("unknown_format") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("too_many_pixels") from error
    except _UNREADABLE as error:
        raise BadPicture("broken") from error


def _refuse_by_header(data: bytes) -> None:
    if not data:
        raise BadPicture("empty")
    if len(data) > MOST_BYTES:
        raise BadPicture("too_many_bytes")
    if canvas := webp_size(data):
        _refuse_by_size(canvas.width, canvas.height)


def _refuse_by_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise BadPicture("too_many_pixels")


def _refuse_by_frames(frames: int) -> None:
    if frames > MOST_FRAMES:
        raise BadPicture("too_many_frames")


def _frames(image: Image.Image, data: bytes) -> int:
    # PIL reads a GIF to its end to count; the other headers say.
    if image.format == Format.GIF:
        return gif_frames(data, MOST_FRAMES)
    return int(getattr(image, "n_frames", 1))


def _format(image: Image.Image) -> Format:
    # A JPEG with further pictures behind the first (MPO, of many cameras) is one to browsers.
    return Format.JPEG if image.format == "MPO" else Format(str(image.format))


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; only what stands before the pixels counts, so none is read."""
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        orientation = exif.get(_ORIENTATION)
    except _UNREADABLE:
        return _UPRIGHT
    return orientation if orientation in _TURNS else _UPRIGHT


def _shown_size(image: Image.Image) -> Size:
    size = Size(*image.size)
    return size.turned() if _orientation(image) in _QUARTER_TURNS else size


def _pixels(image: Image.Image) -> Image.Image:
    """Return the picture upright as RGB or RGBA, cut off from all that came with it."""
    turn = _TURNS.get(_orientation(image))
    image.load()
    pixels = _as_colours(image)
    pixels.info = {}
    return pixels if turn is None else pixels.transpose(turn)


def _decode_small(image: Image.Image, scale: float) -> None:
    """Have a JPEG decoded at half, a quarter or an eighth of its size, not below `scale`."""
    if image.format == Format.JPEG and image.mode in ("L", "RGB"):
        width, height = image.size
        image.draft(image.mode, (ceil(width * scale), ceil(height * scale)))


def _as_colours(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BITS:
        return image.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _written(pixels: Image.Image, format: Format, quality: int) -> bytes:
    out = BytesIO()
    if format is Format.JPEG:
        _on_white(pixels).save(out, format, quality=quality, optimize=True, progressive=True)
    else:
        pixels.save(out, format, quality=quality)
    return out.getvalue()


def _on_white(pixels: Image.Image) -> Image.Image:
    if pixels.mode == "RGB":
        return pixels
    ground = Image.new("RGB", pixels.size, "white")
    ground.paste(pixels, mask=pixels.getchannel("A"))
    return ground
