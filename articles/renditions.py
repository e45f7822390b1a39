"""Keep a picture's file, and find or make its derived pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.core.files.base import ContentFile
from django.db import Error, IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.dispatch import receiver

from articles.imaging.geometry import Point
from articles.imaging.render import inspect, reencode, render
from articles.imaging.specs import SPECS
from articles.models import Image, Rendition

# The files that have been written in a `keeping`, whose rows are not for good yet.
_written: ContextVar[list[FieldFile] | None] = ContextVar("written", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Hold a transaction that takes the files of pictures along when it is rolled back."""
    written: list[FieldFile] = []
    token = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in written:
            with suppress(Error, OSError):  # what went wrong first is to be said
                _delete_unnamed(file)
        raise
    finally:
        _written.reset(token)


def keep_picture(image: Image, data: bytes) -> None:
    """Give an unsaved change to `image`: the picture in `data`, written anew, as its file.

    Nothing but pixels is kept. Raises `imaging.render.BadPicture` for what is no picture, or one
    that would cost too much to open. The caller saves the row in the same `keeping`; an earlier
    file and its renditions are removed with that.
    """
    former = _copy(image.file)
    clean = reencode(data)
    measured = inspect(clean)
    image.sha256 = hashlib.sha256(clean).hexdigest()
    image.mime = measured.mime
    image.width, image.height = measured.width, measured.height
    name = f"{image.sha256[:2]}/{image.sha256}.{measured.format.extension}"
    try:
        image.file.save(name, ContentFile(clean), save=False)
    except OSError:
        _forget_torn(image, name, len(clean))
        raise
    if (written := _written.get()) is not None:
        written.append(_copy(image.file))
    if image.pk:
        image.renditions.all().delete()
        _forget(former)


def _forget_torn(image: Image, name: str, size: int) -> None:
    """Remove what a full disk has taken of a picture; what is whole is another one's."""
    storage, name = image.file.storage, image.file.field.generate_filename(image, name)
    with suppress(OSError):
        if storage.size(name) < size:
            storage.delete(name)


def _copy(file: FieldFile) -> FieldFile:
    """Return what goes on naming this file when the row names another."""
    return FieldFile(file.instance, file.field, file.name)


@receiver(post_delete, sender=Image)
@receiver(post_delete, sender=Rendition)
def _forget_deleted(instance: Image | Rendition, **_signal: object) -> None:
    _forget(instance.file)


def _forget(file: FieldFile) -> None:
    """Delete a file once that is for good: unlike a row, no rollback brings it back."""
    if file:
        transaction.on_commit(lambda: _delete_unnamed(file), robust=True)


def _delete_unnamed(file: FieldFile) -> None:
    """Delete a file unless a row names it: two pictures may share one, or it was made again."""
    name = str(file)
    if not type(file.instance)._default_manager.filter(file=name).exists():
        file.storage.delete(name)


def rendition_of(image: Image, spec_name: str) -> Rendition:
    """Return the rendition of that name, made now if it is not there yet.

    Raises KeyError for an unknown name, ValueError for a picture without a file and
    `imaging.render.BadPicture` where the file cannot be opened.
    """
    spec = SPECS[spec_name]
    if found := image.renditions.filter(spec=spec.name).first():
        return found
    if not image.file:
        raise ValueError(f"image {image.public_id} has no file")
    with image.file.open("rb") as original:
        data = render(original.read(), spec, Point(image.focal_x, image.focal_y))
    measured = inspect(data)
    rendition = Rendition(image=image, spec=spec.name, width=measured.width, height=measured.height)
    name = f"{spec.name}/{image.sha256 or image.public_id}.{spec.format.extension}"
    rendition.file.save(name, ContentFile(data), save=False)
    return _first(rendition)


def _first(rendition: Rendition) -> Rendition:
    """Save a rendition, or return the one that somebody else made meanwhile."""
    try:
        with transaction.atomic():
            rendition.save()
    except IntegrityError:
        rendition.file.delete(save=False)
        return Rendition.objects.get(image=rendition.image, spec=rendition.spec)
    return rendition
