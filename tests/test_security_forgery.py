"""No column is set by naming it in a request: every field of every model, posted by its name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from articles.choices import Status
from articles.models import (
    Article,
    Category,
    Document,
    Image,
    ImportedValues,
    ImportRun,
    Review,
    Revision,
    Source,
)
from tests.builders import make_article, make_category, make_image, make_published, make_source
from tests.documents import run, write
from tests.forms import form_on
from tests.people import person

pytestmark = pytest.mark.django_db

# What the form of a model offers; whatever else it has is nobody's to set.
OFFERED = {
    Article: {
        *("title", "subtitle", "summary", "body", "source", "publisher", "language", "keywords"),
        *("originally_published_at", "original_precision", "embargo_until", "expires_at"),
    },
    Source: {"name", "kind", "homepage", "aliases", "domains", "rights", "notes"},
    Category: {"name", "parent", "slug", "description", "position"},
    Image: {"title", "alt", "credit", "focal_x", "focal_y"},
}
ROWS: dict[Any, Any] = {
    Article: make_article,
    Source: make_source,
    Category: make_category,
    Image: make_image,
}


def forged(field: models.Field[Any, Any]) -> list[str]:
    """Return values that the field would take."""
    if field.choices:
        return [str(value) for value, _label in field.choices]
    if isinstance(field, models.DateTimeField):
        return ["2001-01-01 00:00:00"]
    if isinstance(field, models.BooleanField):
        return ["on"]
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return ["1", "999"]
    return ["bcdfghjkmnpq", "{}"]


def post(client: Client, row: models.Model, values: dict[str, Any]) -> None:
    name = row._meta.model_name
    address = reverse(f"admin:articles_{name}_change", args=[row.pk])
    client.post(address, form_on(client.get(address), f"{name}_form") | values)


@pytest.mark.parametrize("model", OFFERED, ids=lambda m: m.__name__)
def test_no_column_is_set_beside_the_form(client, chief, model):
    client.force_login(chief)
    row = ROWS[model]()
    hidden = [f for f in model._meta.concrete_fields if f.name not in OFFERED[model]]
    names = [f.attname for f in hidden if f.name not in {"updated_at", "version"}]
    before = model.objects.values(*names).get(pk=row.pk)

    for field in hidden:
        for value in forged(field):
            names_of_it = {field.name, field.attname, f"{field.name}_0", f"initial-{field.name}"}
            post(client, row, dict.fromkeys(names_of_it, value))

    assert model.objects.values(*names).get() == before


@pytest.mark.parametrize("status", Status)
def test_a_writer_makes_no_article_of_another_status(client, writer, status):
    client.force_login(writer)
    address = reverse("admin:articles_article_add")
    forged = {"title": "Forged", "status": status, "version": "7", "public_id": "bcdfghjkmnpq"}
    forged |= {"created_by": "999", "published_at_0": "2001-01-01", "published_at_1": "00:00"}

    client.post(address, form_on(client.get(address), "article_form") | forged)

    article = Article.objects.get()
    assert (article.status, article.created_by, article.version) == (Status.DRAFT, writer, 1)
    assert article.public_id != "bcdfghjkmnpq"
    assert article.published_at is None


def test_what_an_import_remembers_is_not_set_by_a_form(client, chief, tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    client.force_login(chief)
    article = Article.objects.get()
    before = list(ImportedValues.objects.values("values"))
    prefixes = ["imported", "imported_values", "origins", "reviews", "revisions", "renditions"]
    forged = {
        f"{prefix}-{key}": value
        for prefix in prefixes
        for key, value in {
            "TOTAL_FORMS": "1",
            "INITIAL_FORMS": "0",
            "0-article": str(article.pk),
            "0-values": "{}",
            "0-to_status": "published",
        }.items()
    }

    post(client, article, {**forged, "imported": "{}", "values": "{}", "conflicts": "{}"})

    assert list(ImportedValues.objects.values("values")) == before
    assert not Review.objects.exists()
    assert not Revision.objects.exists()
    assert article.origins.count() == Document.objects.count() == ImportRun.objects.count() == 1


def test_an_account_without_a_group_changes_nothing(client):
    client.force_login(person("clerk"))
    article = make_published()
    for page in ("change", "delete", "move"):
        address = reverse(f"admin:articles_article_{page}", args=[article.pk])
        data = {"title": "Forged", "post": "yes", "_move": "withdrawn", "move_note": "x", "seen": 1}
        assert client.post(address, data).status_code == 403

    assert Article.objects.get().title == article.title
    assert Article.objects.get().status == Status.PUBLISHED


def test_a_publisher_gives_nobody_rights(client, publisher):
    client.force_login(publisher)
    address = f"/admin/auth/user/{publisher.pk}/change/"
    data = {"username": "publisher", "is_superuser": "on", "is_staff": "on", "user_permissions": 1}

    assert client.post(address, data).status_code == 403
    client.post("/admin/password_change/", {**data, "old_password": "wrong"})

    publisher.refresh_from_db()
    assert not publisher.is_superuser
