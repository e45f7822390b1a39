"""The named renditions: which derived pictures exist at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from articles.imaging.geometry import CENTRE, Box, Point, Size, crop_to, fit_within


class Format(StrEnum):
    """A format that is read and written; the value is PIL's name of it."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"

    @property
    def mime(self) -> str:
        return f"image/{self.value.lower()}"

    @property
    def extension(self) -> str:
        return "jpg" if self is Format.JPEG else self.value.lower()


@dataclass(frozen=True, slots=True)
class Spec:
    """A named rendition: what of a picture it shows, how large, in which format."""

    name: str
    limit: Size
    is_crop: bool
    format: Format
    quality: int

    def box(self, size: Size, focal: Point) -> Box:
        """Return the part of a picture of `size` that is shown."""
        return crop_to(size, self.limit, focal) if self.is_crop else Box(0, 0, *size.as_tuple())

    def size(self, size: Size) -> Size:
        """Return what a picture of `size` becomes; a small one is not blown up."""
        return fit_within(self.box(size, CENTRE).size, self.limit)


THUMB = Spec("thumb", Size(160, 120), is_crop=True, format=Format.WEBP, quality=72)
CARD = Spec("card", Size(480, 320), is_crop=True, format=Format.WEBP, quality=76)
LEAD = Spec("lead", Size(1200, 800), is_crop=False, format=Format.WEBP, quality=80)
INLINE = Spec("inline", Size(800, 1600), is_crop=False, format=Format.WEBP, quality=80)
# Sites that show previews of links do not all read WebP.
SOCIAL = Spec("social", Size(1200, 630), is_crop=True, format=Format.JPEG, quality=82)

SPECS: dict[str, Spec] = {spec.name: spec for spec in (THUMB, CARD, LEAD, INLINE, SOCIAL)}
