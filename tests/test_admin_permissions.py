"""Who may open what on the desk: every address, every person, and what cannot be forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from articles.choices import Outcome
from articles.models import (
    ApiKey,
    Blob,
    Conflict,
    Document,
    Image,
    ImportedValues,
    ImportRun,
    LearnedLine,
    Origin,
    RunDocument,
    Source,
    SourceLabel,
    Webhook,
)
from tests.builders import make_article, make_category, make_image, make_source
from tests.forms import form_on
from tests.people import ALL_STAFF, NOBODY, PUBLISHERS

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


OWN = [
    *("article", "source", "sourcelabel", "category", "image", "document", "importrun"),
    *("conflict", "learnedline"),
]


CHIEF = {"chief"}


# Who gets an answer with a page to GET; everybody else is sent to the log-in or refused.
READ: dict[str, set[str]] = {
    **{f"articles_{name}_changelist": ALL_STAFF for name in OWN},
    **{f"articles_{name}_change": ALL_STAFF for name in OWN},
    **{f"articles_{name}_history": ALL_STAFF for name in OWN},
    **{f"articles_{name}_add": PUBLISHERS for name in ("source", "sourcelabel", "category")},
    **{f"articles_{name}_delete": PUBLISHERS for name in (*OWN[:4], "image")},
    **{f"articles_{name}_add": ALL_STAFF for name in ("article", "image")},
    **{f"articles_{name}_add": NOBODY for name in ("document", "importrun", *OWN[-2:])},
    **{f"articles_{name}_delete": NOBODY for name in ("document", "importrun", "conflict")},
    "articles_learnedline_delete": PUBLISHERS,
    **{f"articles_apikey_{page}": CHIEF for page in ("changelist", "add", "history", "change")},
    "articles_apikey_delete": NOBODY,
    **{
        f"articles_webhook_{page}": PUBLISHERS
        for page in ("changelist", "add", "change", "history", "delete")
    },
    "articles_webhook_act": NOBODY,  # answers POST alone
    "articles_article_move": NOBODY,  # answers POST alone
    "articles_conflict_settle": NOBODY,  # answers POST alone
    "articles_document_again": NOBODY,  # answers POST alone
    "articles_document_original": ALL_STAFF,
    "articles_image_remote": ALL_STAFF,
    "index": ALL_STAFF,
    "app_list": ALL_STAFF,
    "autocomplete": NOBODY,  # without its parameters; see below
    "jsi18n": ALL_STAFF,
    "password_change": ALL_STAFF,
    "password_change_done": ALL_STAFF,
    "view_on_site": NOBODY,
    "login": {"anonymous", "reader"},
    "logout": NOBODY,  # answers POST alone
    **{
        f"auth_{model}_{page}": CHIEF
        for model in ("user", "group")
        for page in ("changelist", "add", "history", "delete", "change")
    },
    "auth_user_password_change": CHIEF,
}


def patterns(items: list[Any] | None = None) -> Iterator[URLPattern]:
    for item in admin.site.get_urls() if items is None else items:
        if isinstance(item, URLResolver):
            yield from patterns(item.url_patterns)
        else:
            yield item


NAMES = sorted({pattern.name for pattern in patterns() if pattern.name})


@pytest.fixture
def rows(db) -> dict[str, Any]:
    source = make_source("Harbour Post")
    category = make_category("City")
    image = make_image()
    article = make_article(source=source, categories=(category,), lead=image)
    blob = Blob.of(b"title: x")
    blob.save()
    document = Document.objects.create(
        root="/in", path="a.md", blob=blob, first_seen_at=NOW, last_seen_at=NOW
    )
    run = ImportRun.objects.create(started_at=NOW)
    Origin.objects.create(article=article, document=document, index=0, run=run, action="create")
    RunDocument.objects.create(run=run, document=document, outcome=Outcome.PLANNED)
    label = SourceLabel.objects.create(source=source, name="News")
    ImportedValues.objects.create(article=article, values={"title": "A bridge"})
    conflict = Conflict.objects.create(
        article=article, field="title", base="A bridge", incoming="Forged", run=run
    )
    return {
        "apikey": ApiKey.objects.create(name="A partner", prefix="nr_abcdef", digest="d" * 64),
        "article": article,
        "source": source,
        "sourcelabel": label,
        "category": category,
        "image": make_image(),
        "document": document,
        "importrun": run,
        "conflict": conflict,
        "learnedline": LearnedLine.objects.create(source=source, line="More", documents=9),
        "webhook": Webhook.objects.create(name="Mirror", url="https://127.0.0.1/"),
    }


def address_of(name: str, rows: dict[str, Any]) -> str:
    pattern = next(p for p in patterns() if p.name == name)
    keys = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    model = name.split("_")[1] if name.count("_") > 1 and "_" in name else ""
    row = rows.get(model) or (
        apps.get_model("auth", model).objects.first() if model in {"user", "group"} else None
    )
    values = {"object_id": row and row.pk, "pk": row and row.pk, "id": row and row.pk}
    values |= {"app_label": "articles", "content_type_id": 1, "url": "x"}
    return reverse(f"admin:{name}", kwargs={key: values[key] for key in keys})


def snapshot() -> dict[str, list[Any]]:
    models = [
        *apps.get_app_config("articles").get_models(),
        *apps.get_app_config("auth").get_models(),
    ]
    hidden = {"last_login"}
    return {
        model.__name__: [
            {key: value for key, value in row.items() if key not in hidden}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }


def test_every_address_of_the_desk_has_a_rule():
    assert set(NAMES) == set(READ)


@pytest.mark.parametrize("name", NAMES)
def test_only_those_who_may_see_a_page_see_it(people, rows, name):
    address = address_of(name, rows)

    seen = {who for who, client in people.items() if client.get(address).status_code == 200}

    assert seen == READ[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_page_changes_anything_when_it_is_only_read(people, rows, name):
    address = address_of(name, rows)
    before = snapshot()

    for client in people.values():
        client.get(address)

    assert snapshot() == before


@pytest.mark.parametrize("name", NAMES)
def test_whatever_saw_a_session_is_kept_by_no_cache(people, rows, name):
    address = address_of(name, rows)

    for client in people.values():
        kept = client.get(address).headers.get("Cache-Control", "")
        assert "no-store" in kept
        assert "private" in kept


@pytest.mark.parametrize("name", NAMES)
def test_a_change_without_a_token_is_refused(rows, chief, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    before = snapshot()

    response = client.post(
        address_of(name, rows),
        {"post": "yes", "_move": "published", "_settle": "accept", "seen": "1"},
    )

    assert response.status_code in {302, 403, 405}
    assert snapshot() == before


FORGED = {
    "title": "Forged",
    "name": "Forged",
    "slug": "forged",
    "post": "yes",
    "status": "published",
    "_move": "published",
    "_settle": "accept",
    "_act": "rotate",
    "seen": "1",
    "credits-TOTAL_FORMS": "1",
    "credits-INITIAL_FORMS": "0",
    "credits-0-role": "author",
    "credits-0-name": "Forged",
    "article_images-TOTAL_FORMS": "0",
    "article_images-INITIAL_FORMS": "0",
    "labels-TOTAL_FORMS": "0",
    "labels-INITIAL_FORMS": "0",
    "position": "0",
    "kind": "own",
    "focal_x": "0.1",
    "focal_y": "0.1",
    "action": "delete_selected",
    "_selected_action": "1",
}


# What a person's groups give them the right to change by POST alone.
DESK = {"articles_article_add", "articles_article_change", "articles_image_change"}


WRITE = {
    "writer": {*DESK, "articles_conflict_settle"},
    "reviewer": {*DESK, "articles_conflict_settle"},
}


NOT_THEIRS = [
    (who, name)
    for who in ("anonymous", "reader", "writer", "reviewer")
    for name in NAMES
    if name not in WRITE.get(who, set()) | {"logout", "login", "password_change"}
]


@pytest.mark.parametrize(("who", "name"), NOT_THEIRS)
def test_nobody_changes_what_is_not_theirs(people, rows, who, name):
    address = address_of(name, rows)
    before = snapshot()

    people[who].post(address, FORGED)

    assert snapshot() == before


@pytest.mark.parametrize("name", ["document", "importrun", "conflict"])
@pytest.mark.parametrize("page", ["change", "delete", "add", "changelist"])
def test_not_even_the_chief_changes_a_record_of_what_happened(people, rows, name, page):
    before = snapshot()

    people["chief"].post(address_of(f"articles_{name}_{page}", rows), FORGED)

    assert snapshot() == before


def test_a_view_only_person_is_offered_no_button(people, rows):
    page = people["writer"].get(reverse("admin:articles_source_change", args=[rows["source"].pk]))

    assert b'name="_save"' not in page.content


@pytest.mark.parametrize("model", [Source, Image])
def test_public_ids_are_never_set_by_hand(people, rows, model):
    row = rows[model._meta.model_name]
    address = reverse(f"admin:articles_{model._meta.model_name}_change", args=[row.pk])
    client = people["chief"]
    data = form_on(client.get(address), f"{model._meta.model_name}_form")
    forged = {"public_id": "aaaaaaaaaaaa", "sha256": "f" * 64, "file": "x", "url": "x", "mime": "x"}
    before = model.objects.filter(pk=row.pk).values().get()

    client.post(address, data | forged)

    assert model.objects.filter(pk=row.pk).values().get() == before
