"""Pictures of two halves, for tests that look at pixels."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

RED, BLUE = (220, 30, 30), (30, 30, 220)


def picture(width: int = 400, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Draw a red picture whose right half is blue."""
    drawn = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(drawn).rectangle((width // 2, 0, width, height), BLUE)
    return drawn.convert(mode)


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image
