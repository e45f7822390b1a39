"""The addresses that serve the files of pictures."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import Status
from articles.imaging.specs import SPECS
from articles.models import Rendition
from tests.builders import make_article, make_image, make_published
from tests.clocks import whole_minute  # noqa: F401  (a fixture)
from tests.people import person
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spec", SPECS)
def test_a_picture_of_a_published_article_is_there_in_every_size(client, spec):
    image = keep_image()
    make_published(lead=image)

    response = client.get(image.rendition_url(spec))

    assert response.status_code == 200
    assert response["Content-Type"] == SPECS[spec].format.mime
    assert int(response["Content-Length"]) == len(response.content)
    assert response.content[:2] == (b"\xff\xd8" if spec == "social" else b"RI")


def test_its_answer_runs_nothing_and_may_be_kept_for_good(client):
    image = keep_image()
    make_published(lead=image)

    response = client.get(image.rendition_url("card"))

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("query", ["", "?v=0", "?v=00000000-0.5-0.5", "?x=1"])
def test_an_address_of_another_version_is_not_kept_for_good(client, query):
    image = keep_image()
    make_published(lead=image)

    response = client.get(image.rendition_url("card").partition("?")[0] + query)

    assert response["Cache-Control"] == "public, max-age=60"


def test_another_focal_point_has_another_address():
    image = keep_image()
    before = image.rendition_url("card")
    image.focal_x = 0.25

    assert image.rendition_url("card") != before


def test_a_picture_without_a_file_has_no_address():
    assert make_image().rendition_url("card") == ""


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN]
)
def test_a_picture_of_an_unpublished_article_is_an_unknown_one(client, status):
    image = keep_image()
    make_article(status=status, lead=image)

    secret = client.get(image.rendition_url("card"))
    unknown = client.get("/media/images/bcdfghjkmnpq/card/")

    assert secret.status_code == 404
    assert secret.content == unknown.content
    assert secret.headers == unknown.headers


def test_a_picture_of_no_article_is_not_there(client):
    assert client.get(keep_image().rendition_url("card")).status_code == 404


def test_an_editor_sees_it_and_nobody_keeps_it(client, publisher):
    image = keep_image()
    client.force_login(publisher)

    response = client.get(image.rendition_url("thumb"))

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_reader_with_an_account_does_not(client):
    reader = person("reader", is_staff=False)
    reader.user_permissions.add(Permission.objects.get(codename="view_image"))
    client.force_login(reader)

    assert client.get(keep_image().rendition_url("thumb")).status_code == 404


def test_neither_does_staff_that_may_not_view_images(client):
    client.force_login(person("clerk"))

    assert client.get(keep_image().rendition_url("thumb")).status_code == 404


def test_what_is_public_stays_public_for_an_editor(client, publisher):
    image = keep_image()
    make_published(lead=image)
    client.force_login(publisher)

    response = client.get(image.rendition_url("thumb"))

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("spec", ["huge", "CARD", "card-2"])
def test_there_is_no_size_but_the_named_ones(client, spec):
    image = keep_image()
    make_published(lead=image)

    assert client.get(f"/media/images/{image.public_id}/{spec}/").status_code == 404


def test_no_file_is_served_by_its_path(client):
    image = keep_image()
    make_published(lead=image)

    assert client.get(f"/media/{image.file.name}").status_code == 404


def test_a_picture_that_has_no_file_is_not_there(client):
    image = make_image()
    make_published(lead=image)

    assert client.get(f"/media/images/{image.public_id}/card/").status_code == 404


def test_a_file_that_is_no_picture_is_not_served(client):
    image = keep_image()
    make_published(lead=image)
    with image.file.storage.open(str(image.file), "wb") as file:
        file.write(b"<script>alert(1)</script>")

    assert client.get(image.rendition_url("card")).status_code == 404


def test_a_file_that_was_lost_is_not_there(client):
    image = keep_image()
    make_published(lead=image)
    image.file.storage.delete(str(image.file))

    assert client.get(image.rendition_url("card")).status_code == 404


def test_a_derived_picture_that_was_lost_is_made_again(client):
    image = keep_image()
    make_published(lead=image)
    client.get(image.rendition_url("card"))
    made = Rendition.objects.get()
    made.file.storage.delete(str(made.file))

    assert client.get(image.rendition_url("card")).status_code == 200


def test_a_picture_is_made_once(client):
    image = keep_image()
    make_published(lead=image)
    client.get(image.rendition_url("card"))

    with CaptureQueriesContext(connection) as queries:
        client.get(image.rendition_url("card"))

    assert len(queries) == 2
    assert Rendition.objects.count() == 1


def test_a_picture_is_only_asked_for(client):
    assert client.post("/media/images/bcdfghjkmnpq/card/").status_code == 405
