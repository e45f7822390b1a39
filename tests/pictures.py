"""Pictures for tests: small, real files, each unlike the others."""

from __future__ import annotations

import itertools
from io import BytesIO
from typing import Any

from PIL import Image as Pixels

from articles.models import Image
from articles.renditions import keep_picture

_numbers = itertools.count(1)


def png(width: int = 60, height: int = 40) -> bytes:
    number = next(_numbers)
    file = BytesIO()
    Pixels.new("RGB", (width, height), (number % 256, number // 256, 90)).save(file, "PNG")
    return file.getvalue()


def keep_image(width: int = 60, height: int = 40, **values: Any) -> Image:
    """Return a saved image whose file is kept here."""
    values.setdefault("url", f"https://pictures.example/kept-{next(_numbers)}.png")
    image = Image(**values)
    keep_picture(image, png(width, height))
    image.save()
    return image
