"""Files for pictures that so far are only addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import unquote

from django.db import IntegrityError, transaction

from articles.imaging.render import BadPicture
from articles.models import Image
from articles.renditions import keep_picture
from articles.text.urls import bare_url


def file_name(url: str) -> str:
    """Return the last segment of an address's path, as a file would be called."""
    return unquote(bare_url(url).rpartition("/")[2])


def without_file(names: Collection[str]) -> Iterator[Image]:
    """Yield the pictures that have an address that ends in one of the names, and no file."""
    for image in Image.objects.filter(file="").exclude(url="").order_by("pk").iterator():
        if file_name(image.url) in names:
            yield image


def keep(image: Image, data: bytes) -> bool:
    """Store the file of a picture; say whether it is one."""
    try:
        keep_picture(image, data)
    except BadPicture:
        return False
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        # Two addresses of the same bytes are two pictures; the first one is known by them.
        image.sha256 = ""
        image.save()
    return True
