"""The files of pictures: they go with their rows, and a rollback neither loses nor leaves any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import renditions
from articles.models import Image, Rendition
from articles.renditions import keep_picture, keeping, rendition_of
from tests.builders import make_article
from tests.forms import form_on
from tests.pictures import keep_image, png
from tests.test_admin_images import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Do what waits for the end of a transaction at the end of a block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def files(settings):
    """Return the names of all files that are kept now."""
    root = Path(settings.MEDIA_ROOT)
    return lambda: sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


class Failed(Exception):
    """What a test breaks a transaction with."""


def fail(*args: object, **options: object) -> None:
    raise Failed


def replace(image: Image, width: int = 90, *, after: Callable[[], None] = lambda: None) -> None:
    with keeping():
        keep_picture(image, png(width, 60))
        image.save()
        after()


@transaction.atomic
def delete_all(*, after: Callable[[], None]) -> None:
    Image.objects.all().delete()
    after()


def test_a_picture_takes_its_files_along(committing, files):
    image = keep_image()
    rendition_of(image, "thumb")
    assert len(files()) == 2

    with committing():
        image.delete()

    assert files() == []


@pytest.mark.parametrize("many", [False, True], ids=["on-its-page", "in-the-list"])
def test_a_picture_that_an_editor_deletes_takes_its_files_along(desk, committing, files, many):
    image = keep_image()
    rendition_of(image, "thumb")
    action = {"action": "delete_selected", "_selected_action": [image.pk]} if many else {}
    where = ("changelist", []) if many else ("delete", [image.pk])
    address = reverse(f"admin:articles_image_{where[0]}", args=where[1])

    with committing():
        desk.post(address, {"post": "yes", **action})

    assert not Image.objects.exists()
    assert files() == []


def test_the_file_that_another_one_replaces_goes_when_that_is_for_good(committing, files):
    image = keep_image()
    rendition_of(image, "thumb")
    before = files()

    with committing():
        replace(image)
        assert {*before} < {*files()}

    assert files() == [image.file.name]
    assert not Rendition.objects.exists()


def test_a_rollback_loses_no_file_and_leaves_none_behind(committing, files):
    image = keep_image()
    rendition_of(image, "thumb")
    before = files()

    with committing(), pytest.raises(Failed):
        replace(image, after=fail)

    assert files() == before
    image = Image.objects.get()
    assert rendition_of(image, "thumb").file.name in before


def test_a_deleted_picture_that_a_rollback_brings_back_has_its_files(committing, files):
    image = keep_image()
    rendition_of(image, "thumb")
    before = files()

    with committing(), pytest.raises(Failed):
        delete_all(after=fail)

    assert files() == before


def test_a_file_that_two_pictures_share_stays_for_the_other(committing, files):
    image = keep_image()
    other = Image.objects.create(url="https://pictures.example/same.png", file=image.file.name)

    with committing():
        replace(image)
    assert other.file.name in files()

    with committing():
        other.delete()
    assert files() == [image.file.name]


def test_the_same_bytes_again_are_the_same_file_once(committing, files):
    image = keep_image(80, 60)

    with committing():
        replace(image, 80)

    assert files() == [image.file.name]


def test_a_derived_picture_that_was_made_again_at_once_stays(committing, files):
    image = keep_image()
    lost = rendition_of(image, "thumb")
    lost.file.storage.delete(str(lost.file))

    with committing():
        image.renditions.all().delete()
        made = rendition_of(image, "thumb")

    assert made.file.name in files()


def test_a_file_that_cannot_be_deleted_fails_nobody(committing, files, monkeypatch, caplog):
    image = keep_image()

    def refuse(storage: FileSystemStorage, name: str) -> None:
        raise PermissionError(name)

    monkeypatch.setattr(FileSystemStorage, "delete", refuse)
    with committing():
        image.delete()

    assert len(files()) == 1
    assert not Image.objects.exists()
    assert "PermissionError" in caplog.text


def test_another_picture_in_the_form_takes_the_place_of_the_first(desk, committing, files):
    image = keep_image()
    address = reverse("admin:articles_image_change", args=[image.pk])
    data = form_on(desk.get(address), "image_form")

    with committing():
        desk.post(address, data | {"upload": picture("blue")})

    image.refresh_from_db()
    assert (image.width, files()) == (64, [image.file.name])


@pytest.mark.parametrize("kind", ["image", "article"])
def test_a_form_that_fails_leaves_no_file_behind(desk, files, monkeypatch, kind):
    row = keep_image() if kind == "image" else make_article()
    before = files()
    address = reverse(f"admin:articles_{kind}_change", args=[row.pk])
    data = form_on(desk.get(address), f"{kind}_form")
    field = "upload" if kind == "image" else "article_images-0-upload"
    more = {} if kind == "image" else {"article_images-TOTAL_FORMS": "1"}

    monkeypatch.setattr(f"articles.admin.{kind}.{kind.capitalize()}Admin.log_change", fail)
    role = {"article_images-0-role": "lead", "article_images-0-alt": ""} if more else {}
    with pytest.raises(Failed):
        desk.post(address, data | role | {field: picture("blue")} | more)

    assert files() == before
    assert Image.objects.count() == len(before)


@pytest.mark.parametrize("kind", ["article", "image"])
def test_whoever_opens_a_form_waits_for_nobody_who_writes(desk, kind):
    row = make_article() if kind == "article" else keep_image()

    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse(f"admin:articles_{kind}_change", args=[row.pk]))

    assert [one["sql"] for one in asked if "SAVEPOINT" in one["sql"]] == []


def test_another_focal_point_makes_other_derived_pictures(desk):
    image = keep_image(400, 100)
    rendition_of(image, "card")
    address = reverse("admin:articles_image_change", args=[image.pk])

    desk.post(address, form_on(desk.get(address), "image_form") | {"focal_x": "0"})

    assert not Rendition.objects.exists()
    image.refresh_from_db()
    assert image.focal_x == 0


def test_nothing_is_remembered_of_files_outside_a_transaction():
    keep_image()

    assert renditions._written.get() is None
