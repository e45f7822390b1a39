"""Files for pictures that so far are only addresses."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote

from django.db import IntegrityError, transaction

from articles.cards.following import follow_pictures
from articles.choices import Outcome
from articles.imaging.render import BadPicture
from articles.models import Image, Origin
from articles.renditions import keep_picture, keeping
from articles.text.urls import bare_url

_HELD = (Outcome.PLANNED, Outcome.UNCHANGED)


def named(run: int, names: Collection[str]) -> tuple[dict[str, Image], set[str]]:
    """Return the pictures of a run's articles that want a file, by its name; and shared names.

    A name that stands at the end of several addresses tells none of them.
    """
    found: dict[str, Image] = {}
    shared: set[str] = set()
    origins = Origin.objects.filter(
        is_current=True,
        document__run_documents__run=run,
        document__run_documents__outcome__in=_HELD,
    )
    images = Image.objects.filter(article_images__article__origins__in=origins).distinct()
    for image in images.exclude(url="").order_by("pk").iterator():
        name = _file_name(image.url)
        if name in found:
            shared.add(name)
        elif name in names:
            found[name] = image
    wanting = {
        name: image for name, image in found.items() if name not in shared and not image.file
    }
    return wanting, shared


def _file_name(url: str) -> str:
    """Return the last segment of an address's path, as a file would be called."""
    return unquote(bare_url(url).rpartition("/")[2])


def keep(image: Image, data: bytes) -> bool:
    """Store the file of a picture; say whether it is one."""
    with keeping():
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
        follow_pictures([image.pk])
    return True
