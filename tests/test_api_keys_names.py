"""Who works here is in no answer: over all public addresses, with keys and without."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.choices import KeyScope, Status
from articles.models import ApiKey, Article
from tests.addresses import addresses, is_desk
from tests.builders import make_category, make_source
from tests.forms import form_on
from tests.keys import counted_afresh, program
from tests.pictures import keep_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

# Long enough to stand nowhere by chance.
NUMBER = 1_918_273_645
WORDS = ("xanthippe", "desk.example", "quillon", "zephyrine", str(NUMBER), "kakemono")


@pytest.fixture(autouse=True)
def unthrottled(settings):
    rates = {"anon": None}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}


@pytest.fixture
def editor():
    User.objects.create_superuser(
        "xanthippe",
        pk=NUMBER,
        email="xanthippe@desk.example",
        password="correct horse",
        first_name="Quillon",
        last_name="Zephyrine",
    )
    client = Client()
    client.force_login(User.objects.get())
    return client


def write(editor, **values):
    """Write an article in the desk and move it as far as wanted."""
    address = reverse("admin:articles_article_add")
    given = {"title": "Ferry", "body": "<p>A ferry for the valley.</p>", **values}
    editor.post(address, form_on(editor.get(address), "article_form") | given)
    return Article.objects.latest("pk")


def change(editor, article, **values):
    address = reverse("admin:articles_article_change", args=[article.pk])
    editor.post(address, form_on(editor.get(address), "article_form") | values)
    article.refresh_from_db()
    return article


def reviewed(editor, **values):
    """An article that the same person has submitted, approved, published and corrected."""
    article = write(editor, **values)
    for move in ("in_review", "approved", "published"):
        change(editor, article, _move=move, move_note="")
    change(editor, article, summary="Corrected since.")
    return article


def make_keys(editor):
    """Let the editor make a key of each kind in the desk, under a name that tells a partner."""
    address = reverse("admin:articles_apikey_add")
    tokens = []
    for number, scopes in enumerate(([], [KeyScope.EMBARGOED.value])):
        form = form_on(editor.get(address), "apikey_form")
        name = {"name": f"Kakemono {number}", "scopes": scopes, "rate": "off"}
        page = editor.post(address, form | name).content.decode()
        tokens += re.findall("nr_[0-9a-f]{64}", page)
    assert ApiKey.objects.filter(created_by=NUMBER).count() == len(tokens) == 2
    return tokens


def test_no_answer_names_who_wrote_reviewed_corrected_withdrew_or_made_keys(editor):
    tokens = make_keys(editor)
    source, category, image = make_source(), make_category(), keep_image()
    common = {
        "source": source.pk,
        "categories": category.pk,
        "article_images-TOTAL_FORMS": "1",
        "article_images-0-image": image.pk,
        "article_images-0-role": "inline",
    }
    shown, gone = (reviewed(editor, **common) for _ in range(2))
    held = reviewed(editor, **common, embargo_until_0="2999-01-01", embargo_until_1="00:00")
    change(editor, gone, _move="withdrawn", move_note="An error.")
    assert {shown.status, held.status} == {Status.PUBLISHED}
    assert gone.status == Status.WITHDRAWN
    assert {shown.created_by_id, gone.created_by_id} == {NUMBER}

    ids = [row.public_id for row in (shown, gone, held, source, category, image)]
    every = {a for public_id in ids for a in addresses(public_id).values() if not is_desk(a)}
    every |= {"/search/?q=ferry", "/api/v1/articles/?search=ferry"}
    for asker in (Client(), *map(program, tokens)):
        for address in sorted(every):
            response = asker.get(address, follow=True)
            told = f"{response.content.decode(errors='replace')} {response.headers}".casefold()
            assert not [word for word in WORDS if word in told], address


@pytest.mark.parametrize("word", ["xanthippe", "Zephyrine", str(NUMBER), "desk.example"])
def test_nobody_is_found_by_a_name_either(editor, word):
    reviewed(editor)

    for address in ("/search/", "/api/v1/articles/"):
        name = "q" if address == "/search/" else "search"
        found = Client().get(address, {name: word}).content.decode()
        assert "Ferry" not in found
    assert Client().get("/api/v1/articles/", {"credit": word}).json()["results"] == []
