"""Where a picture can be fetched, and how large it is there; the one place that knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Generic, TypeVar

from articles.imaging.geometry import Size
from articles.imaging.specs import INLINE, LEAD, SPECS, Spec
from articles.models import ArticleImage, Image
from articles.text.html.attributes import opening_tag
from articles.text.urls import bare_url, web_url

_PICTURE = re.compile("<img ([^>]*)>")
_ATTRIBUTE = re.compile('([a-z]+)="([^"]*)"')

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Address:
    """A named rendition of a picture: its path on this host and its size."""

    spec: str
    path: str
    size: Size


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that is kept here: where it came from, and how a text shows it from here."""

    origin: str
    src: str
    width: int
    height: int
    alt: str


class ByAddress(Generic[Thing]):
    """Things by the address that their picture came from, as texts name it.

    An address that asks for a size is the same picture, unless the query tells two apart.
    """

    def __init__(self, things: Iterable[tuple[str, Thing]]) -> None:
        self._whole = {url: thing for url, thing in things if url}
        bare = Counter(map(bare_url, self._whole))
        self._bare = {
            bare_url(url): thing for url, thing in self._whole.items() if bare[bare_url(url)] == 1
        }

    def find(self, src: str) -> Thing | None:
        """Return what belongs to the address of a picture in a text, or None."""
        url = web_url(src)
        return self._whole.get(url) or self._bare.get(bare_url(url))


def picture_url(image: Image) -> str | None:
    """Return the path of the picture, else the address it came from, else nothing."""
    return image.rendition_url(LEAD.name) if image.file else image.url or None


def renditions(image: Image) -> Iterator[Address]:
    """Yield every named rendition of a picture that is kept here; none of another."""
    for spec in SPECS.values():
        if made := _rendition(image, spec):
            yield made


def shown_from_here(body: str, uses: Iterable[ArticleImage], site: str) -> str:
    """Return a certified body that shows the pictures kept here from here, as pages do.

    Others stay as they are. `site` is scheme and host.
    """
    return with_kept(body, _kept(uses, site)) if has_pictures(body) else body


def has_pictures(body: str) -> bool:
    """Say whether a certified body shows any picture."""
    return "<img " in body


def with_kept(body: str, kept: Iterable[Kept]) -> str:
    """Return a certified body in which these pictures are shown as they are kept."""
    by_address = ByAddress((picture.origin, picture) for picture in kept)

    def shown(found: re.Match[str]) -> str:
        said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        picture = by_address.find(said.get("src", ""))
        return _tag(picture, said.get("alt", "")) if picture else found[0]

    return _PICTURE.sub(shown, body)


def _tag(picture: Kept, alt: str) -> str:
    values = {
        "src": picture.src,
        "alt": alt or picture.alt,
        "width": picture.width,
        "height": picture.height,
    }
    written = " ".join(f'{name}="{escape(str(value))}"' for name, value in values.items())
    return opening_tag("img", written) or ""


def _kept(uses: Iterable[ArticleImage], site: str) -> Iterator[Kept]:
    for use in uses:
        if made := _rendition(use.image, INLINE):
            alt = use.alt or use.image.alt
            yield Kept(use.image.url, site + made.path, *made.size.as_tuple(), alt)


def _rendition(image: Image, spec: Spec) -> Address | None:
    if not (image.file and image.width and image.height):
        return None
    size = spec.size(Size(image.width, image.height))
    return Address(spec.name, image.rendition_url(spec.name), size)
