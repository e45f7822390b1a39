"""Who may do what on the desk: every address, every person, and what cannot be forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from articles.choices import Outcome, Status
from articles.models import (
    Article,
    Blob,
    Conflict,
    Credit,
    Document,
    Image,
    ImportedValues,
    ImportRun,
    LearnedLine,
    Origin,
    RunDocument,
    Source,
    SourceLabel,
)
from tests.builders import make_article, make_category, make_image, make_published, make_source
from tests.forms import form_on

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PEOPLE = ["anonymous", "reader", "writer", "reviewer", "publisher", "chief"]
OWN = [
    *("article", "source", "sourcelabel", "category", "image", "document", "importrun"),
    *("conflict", "learnedline"),
]

# Who gets an answer with a page to GET; everybody else is sent to the log-in or refused.
ALL_STAFF = {"writer", "reviewer", "publisher", "chief"}
PUBLISHERS = {"publisher", "chief"}
CHIEF = {"chief"}
NOBODY: set[str] = set()
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
    "articles_article_move": NOBODY,  # answers POST alone
    "articles_conflict_settle": NOBODY,  # answers POST alone
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
        "article": article,
        "source": source,
        "sourcelabel": label,
        "category": category,
        "image": make_image(),
        "document": document,
        "importrun": run,
        "conflict": conflict,
        "learnedline": LearnedLine.objects.create(source=source, line="More", documents=9),
    }


@pytest.fixture
def people(reader, writer, reviewer, publisher, chief) -> dict[str, Client]:
    users = [reader, writer, reviewer, publisher, chief]
    clients = {name: Client() for name in PEOPLE}
    for user in users:
        clients[user.username].force_login(user)
    return clients


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


EDITORS = {
    Status.DRAFT: {"writer", "reviewer", "publisher", "chief"},
    Status.IN_REVIEW: {"reviewer", "publisher", "chief"},
    Status.APPROVED: PUBLISHERS,
    Status.PUBLISHED: PUBLISHERS,
    Status.WITHDRAWN: PUBLISHERS,
}


@pytest.mark.parametrize("status", Status)
def test_a_text_is_changed_by_those_who_answer_for_its_status(people, status):
    changed = set()
    for who in ALL_STAFF:
        article = make_published() if status == Status.PUBLISHED else make_article(status=status)
        address = reverse("admin:articles_article_change", args=[article.pk])
        data = form_on(people["chief"].get(address), "article_form")
        people[who].post(address, data | {"title": "Changed"})
        article.refresh_from_db()
        if article.title == "Changed":
            changed.add(who)

    assert changed == EDITORS[status]


@pytest.mark.parametrize("status", Status)
def test_credits_and_pictures_follow_their_article(people, status):
    article = make_published() if status == Status.PUBLISHED else make_article(status=status)
    Credit.objects.create(article=article, role="author", name="Ann")

    page = people["writer"].get(reverse("admin:articles_article_change", args=[article.pk]))

    assert (b'name="credits-0-name"' in page.content) == (status == Status.DRAFT)


def test_a_row_of_another_article_cannot_be_taken(people):
    article, other = make_article(), make_article()
    credit = Credit.objects.create(article=other, role="author", name="Ann")
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form_on(people["writer"].get(address), "article_form")
    forged = {
        "credits-TOTAL_FORMS": "1",
        "credits-INITIAL_FORMS": "1",
        "credits-0-id": str(credit.pk),
        "credits-0-article": str(article.pk),
        "credits-0-role": "author",
        "credits-0-name": "Taken",
    }

    people["writer"].post(address, data | forged)

    credit.refresh_from_db()
    assert (credit.article, credit.name) == (other, "Ann")
    assert Credit.objects.count() == 1


def act(client: Client, action: str, *articles: Article) -> None:
    data = {"action": action, "_selected_action": [a.pk for a in articles], "note": "Because."}
    client.post(reverse("admin:articles_article_changelist"), data)


MAY_ACT = {
    ("submit", Status.DRAFT): ALL_STAFF,
    ("approve", Status.IN_REVIEW): {"reviewer", "publisher", "chief"},
    ("send_back", Status.IN_REVIEW): {"reviewer", "publisher", "chief"},
    ("publish", Status.DRAFT): PUBLISHERS,
    ("withdraw", Status.PUBLISHED): PUBLISHERS,
    ("delete_selected", Status.DRAFT): NOBODY,  # asks first
}


@pytest.mark.parametrize(("action", "status"), MAY_ACT)
def test_an_action_is_for_those_who_could_make_the_move(people, action, status):
    acted = set()
    for who, client in people.items():
        article = make_published() if status == Status.PUBLISHED else make_article(status=status)
        act(client, action, article)
        article.refresh_from_db()
        if article.status != status:
            acted.add(who)

    assert acted == MAY_ACT[action, status]


@pytest.mark.parametrize("who", ["writer", "reviewer"])
def test_writers_and_reviewers_delete_no_article(people, who):
    article = make_article()
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}

    people[who].post(reverse("admin:articles_article_changelist"), data)

    assert Article.objects.exists()


def test_a_published_article_is_not_deleted_by_a_writer_with_the_permission(people, publisher):
    article = make_published()

    people["publisher"].post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )

    assert not Article.objects.exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_suggestions_are_for_those_who_may_see_the_rows(people, who):
    make_source("Harbour Post")
    query = {
        "app_label": "articles",
        "model_name": "article",
        "field_name": "source",
        "term": "Har",
    }

    response = people[who].get(reverse("admin:autocomplete"), query)

    assert (response.status_code == 200) == (who in ALL_STAFF)


def test_no_link_out_of_the_log_in_is_followed(client, chief):
    data = {"username": "chief", "password": "correct horse", "next": "//evil.example/"}

    response = client.post(reverse("admin:login"), data)

    assert response.status_code == 302
    assert "evil" not in response["Location"]


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


class TestLogIn:
    """Attempts are counted by address and by name, and answers give nothing away."""

    ADDRESS = "admin:login"

    def attempt(self, name: str, password: str = "", ip: str = "192.0.2.1") -> Any:
        data = {"username": name, "password": password or "wrong"}
        return Client(REMOTE_ADDR=ip).post(reverse(self.ADDRESS), data)

    @pytest.fixture(autouse=True)
    def rate(self, settings):
        settings.NEWSROOM_LOGIN_RATE = "3/hour"

    def test_an_address_is_stopped(self, chief):
        for number in range(3):
            self.attempt(f"name{number}")

        assert "Too many attempts" in self.attempt("chief", "correct horse").content.decode()
        assert self.attempt("chief", "correct horse", ip="192.0.2.2").status_code == 302

    def test_a_name_is_stopped_wherever_it_is_tried(self, chief):
        for number in range(3):
            self.attempt("Chief", ip=f"192.0.2.{number + 10}")

        response = self.attempt("chief", "correct horse", ip="192.0.2.99")
        assert "Too many attempts" in response.content.decode()

    def test_a_name_that_is_known_and_one_that_is_not_are_answered_alike(self, chief, reader):
        def page(name: str) -> str:
            response = self.attempt(name, ip=f"198.51.100.{len(name)}")
            return str(response.context["form"].non_field_errors())

        assert page("chief") == page("nobody-at-all") == page("reader")
        for _number in range(3):
            page("chief"), page("nobody-at-all")
        assert page("chief") == page("nobody-at-all")

    def test_a_right_password_gives_the_attempt_back(self, chief):
        for _number in range(6):
            assert self.attempt("chief", "correct horse").status_code == 302

    def test_one_good_account_does_not_free_an_address(self, chief):
        for number in range(3):
            self.attempt(f"name{number}")
            self.attempt("chief", "correct horse")

        assert "Too many attempts" in self.attempt("other").content.decode()

    def test_the_throttle_can_be_turned_off(self, settings, chief):
        settings.NEWSROOM_LOGIN_RATE = ""
        pages = [self.attempt("chief").content.decode() for _number in range(20)]

        assert not any("Too many attempts" in page for page in pages)

    def test_a_session_begins_anew_at_the_log_in(self, client, chief):
        client.get(reverse("admin:login"))
        client.session["seen"] = "before"
        before = client.session.session_key

        client.post(reverse("admin:login"), {"username": "chief", "password": "correct horse"})

        assert client.session.session_key != before

    @pytest.mark.parametrize("name", ["", "\0", "x" * 300, "名字 \n"])
    def test_any_name_is_answered(self, db, name):
        assert self.attempt(name).status_code == 200
