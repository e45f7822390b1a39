"""Characters that no text should hold: the same answer on every database, and no broken page."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Category, Credit, Document, Review, Source
from articles.text.characters import clean_text
from articles.text.html import is_certified
from tests.builders import make_article, make_published
from tests.documents import run, words, write
from tests.forms import form_on

pytestmark = pytest.mark.django_db

MARKS = "e" + "\u0301" * 100_000
ODD = {
    "nul": "Fer\0ry",
    "control": "Fer\x01\x0b\x1bry",
    "c1": "Fer\x9bry",
    "non-character": "Fer\ufffery",
    "plane": "Fer\U0001ffffry",
    "bidi": "Fer\u202ery\u2066",
    "zero-width": "Fer\u200bry\ufeff",
    "separators": "Fer\u2028ry\x85",
    "marks": MARKS[:30],
    "nfd": unicodedata.normalize("NFD", "Férry"),
    "astral": "Ferry 𠮷 👨‍👩‍👧",
    "line": "Fer\r\nry",
}
FORMS = [unicodedata.normalize("NFC", "Café Néon"), unicodedata.normalize("NFD", "Café Néon")]
SURROGATE = b"Fer\xed\xa0\xbdry"


def is_storable(text: str) -> bool:
    """Return whether any database, feed and terminal takes the text."""
    return clean_text(text).dropped == 0


def texts_of(row: Any) -> list[str]:
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    lists = [one for value in values if isinstance(value, list) for one in value]
    return [value for value in [*values, *lists] if isinstance(value, str)]


@pytest.fixture
def desk(chief) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(chief)
    return client


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_an_import_stores_what_every_database_takes(tmp_path, odd):
    header = "".join(
        f"{key}: '{odd}'\n" for key in ("title", "author", "description", "subtitle", "link")
    )
    picture = f'<img src="https://p.example/{odd}.png" alt="{odd}">'
    text = (
        f"---\n{header}categories:\n  - '{odd} Label'\n  - '{odd}'\ntags: [ '{odd}' ]\n---\n"
        f"<div><p>作者：{odd}</p><p>{words('harbour')}{odd}</p>{picture}</div>"
    )
    write(tmp_path, "a.txt", text.encode())

    _summary, done = run(tmp_path, publish=True)

    document = Document.objects.get()
    assert document.refusal in {"", "bad_header", "header_too_large"}
    assert len(done) == 1
    rows = [*Article.objects.all(), *Source.objects.all(), *Credit.objects.all(), document]
    for text in (text for row in rows for text in texts_of(row)):
        assert is_storable(text), text[:80]
    shown_everywhere()


def shown_everywhere() -> None:
    """Every public page stands, and the feed is well-formed."""
    reader = Client()
    addresses = [a.get_absolute_url() for a in Article.objects.published()]
    for address in ["/", "/api/v1/articles/", "/api/v1/sources/", *addresses]:
        assert reader.get(address).status_code == 200
    ElementTree.fromstring(reader.get("/feed.atom").content)  # noqa: S314  (our own)


def test_half_a_character_is_not_stored(tmp_path):
    write(tmp_path, "a.txt", b"---\ntitle: '" + SURROGATE + b"'\n---\n" + words("harbour").encode())

    run(tmp_path)

    assert Document.objects.get().refusal == ""
    assert all(is_storable(text) for row in Article.objects.all() for text in texts_of(row))


def test_a_pile_of_marks_is_read_or_refused(tmp_path):
    body = f"<p>{words('harbour')}</p><p>{MARKS}</p>"
    write(tmp_path, "a.txt", f"---\ntitle: Marks\n---\n{body}")

    run(tmp_path, publish=True)

    assert Document.objects.get().refusal == ""
    shown_everywhere()


def sent(client: Client, name: str, values: dict[str, Any], *args: int) -> Any:
    page = "change" if args else "add"
    address = reverse(f"admin:articles_{name}_{page}", args=args)
    return client.post(address, form_on(client.get(address), f"{name}_form") | values)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_a_form_stores_what_every_database_takes_or_says_no(desk, odd):
    article = make_published("Before")
    values = {
        **dict.fromkeys(("title", "subtitle", "summary", "publisher", "keywords"), odd),
        "body": f"<p>{odd}</p>",
        "credits-TOTAL_FORMS": "1",
        "credits-0-role": "author",
        "credits-0-name": odd,
        "credits-0-label": odd[:50],
    }
    answers = [
        sent(desk, "article", values, article.pk),
        sent(desk, "category", {"name": odd[:90], "description": odd}),
        sent(desk, "source", {"name": odd, "rights": odd, "notes": odd, "aliases": odd}),
    ]

    assert {answer.status_code for answer in answers} <= {200, 302}
    article.refresh_from_db()
    assert is_certified(article.body)
    rows = [article, *Credit.objects.all(), *Category.objects.all(), *Source.objects.all()]
    for text in (text for row in rows for text in texts_of(row)):
        assert is_storable(text), text
    shown_everywhere()


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_a_note_of_a_move_is_any_text(desk, odd):
    first, second = make_article(), make_published()
    data = {"_move": "in_review", "move_note": odd, "seen": first.version}
    one = desk.post(reverse("admin:articles_article_move", args=[first.pk]), data)
    data = {"action": "withdraw", "_selected_action": [second.pk], "note": odd}
    two = desk.post(reverse("admin:articles_article_changelist"), data)

    assert {one.status_code, two.status_code} <= {200, 302}
    assert all(is_storable(review.note) for review in Review.objects.all())
    second.refresh_from_db()
    assert is_storable(second.withdrawal_notice)


def test_composed_and_decomposed_names_are_found_alike(tmp_path: Path):
    for number, name in enumerate(FORMS):
        body = f"<p>{words('harbour' if number else 'orchard')}</p>"
        write(
            tmp_path,
            f"{number}.txt",
            f"---\ntitle: 'x{number}'\n---\n<div><p>作者：{name}</p>{body}<p>{name}</p></div>",
        )
    run(tmp_path, publish=True)

    for name in FORMS:
        found = Client().get("/search/", {"q": name})
        assert len(found.context["page"].cards) == 2
