"""Where a picture can be fetched, and how large it is there; the one place that knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.imaging.geometry import Size
from articles.imaging.specs import LEAD, SPECS
from articles.models import Image


@dataclass(frozen=True, slots=True)
class Address:
    """A named rendition of a picture: its path on this host and its size."""

    spec: str
    path: str
    size: Size


def picture_url(image: Image) -> str | None:
    """Return the path of the picture, else the address it came from, else nothing."""
    return image.rendition_url(LEAD.name) if image.file else image.url or None


def renditions(image: Image) -> Iterator[Address]:
    """Yield every named rendition of a picture that is kept here; none of another."""
    if image.file and image.width and image.height:
        whole = Size(image.width, image.height)
        for spec in SPECS.values():
            yield Address(spec.name, image.rendition_url(spec.name), spec.size(whole))
