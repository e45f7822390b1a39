"""What caches keep, where a log-in leads, and who of the newsroom is named: over all addresses."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.choices import Status
from articles.models import Article
from articles.search.index import index_articles
from tests.addresses import UNKNOWN, addresses, asked, is_desk, with_query
from tests.builders import make_article, make_category, make_image, make_published, make_source
from tests.clocks import whole_minute  # noqa: F401  (a fixture)
from tests.forms import form_on
from tests.people import person
from tests.pictures import keep_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
# What lists of the desk are asked with, and what is refused there.
OF_DESK: list[dict[str, str]] = [
    {},
    {"q": "ferry", "p": "1", "o": "-1", "term": "ferry", "next": "/", "_popup": "1"},
    {"e": "1", "unknown": "x"},
]


def words_of(response: Any) -> set[str]:
    return {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}


@pytest.fixture
def rows() -> Article:
    """An article with one of everything, so that addresses of key 1 or its id may be there."""
    article = make_published(
        "Ferry", source=make_source(), categories=(make_category(),), lead=keep_image()
    )
    index_articles([article])
    return article


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_no_shared_cache_keeps_what_the_desk_answers(rows, chief, method):
    clients = [Client(), Client()]
    clients[1].force_login(chief)

    for address in filter(is_desk, addresses().values()):
        for client, query in itertools.product(clients, OF_DESK):
            if "logout" in address:
                continue
            said = words_of(getattr(client, method)(with_query(address, query)))
            assert {"private", "no-store"} <= said, (address, query)


def test_readers_get_no_cookie_and_nothing_that_depends_on_one(rows, chief):
    editor = Client()
    editor.force_login(chief)

    for address in asked(rows):
        anonymous, known = Client().get(address), editor.get(address)
        assert not anonymous.cookies, address
        assert not known.cookies, address
        assert "private" not in words_of(anonymous), address
        if anonymous.status_code == 200:
            assert "public" in words_of(anonymous), address
            assert "Cookie" not in anonymous.headers.get("Vary", ""), address
            assert (anonymous.content, words_of(anonymous)) == (known.content, words_of(known))


def test_a_picture_that_only_editors_see_is_in_no_cache(client, chief):
    image = keep_image()
    make_article(lead=image)
    client.force_login(chief)

    response = client.get(image.rendition_url("card"))

    assert response.status_code == 200
    assert {"private", "no-store"} <= words_of(response)


# Where a log-in leads

ELSEWHERE = [
    *("https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/"),
    *("\\\\evil.example", "https:evil.example", "https:///evil.example", "http:\\\\evil.example"),
    *(" //evil.example", "\t//evil.example", "/\t/evil.example/", "/\n/evil.example/"),
    *("javascript:alert(1)", "data:text/html,x", "//testserver@evil.example/", "ftp://testserver/"),
    *("https://testserver.evil.example/", "//evil.example\\@testserver/", "\x00//evil.example/"),
]


@pytest.mark.parametrize("where", ["query", "form"])
@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_log_in_leads_nowhere_but_here(client, chief, target, where):
    address, data = reverse("admin:login"), {"username": "chief", "password": "correct horse"}
    if where == "form":
        response = client.post(address, {**data, "next": target})
    else:
        response = client.post(address, data, query_params={"next": target})

    if response.status_code == 302:
        assert response["Location"] in {"/admin/", "/accounts/profile/"}
    else:
        assert response.status_code == 400


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nor_does_a_log_out_or_a_person_who_is_logged_in(client, chief, target):
    client.force_login(chief)
    seen = client.get(reverse("admin:login"), {"next": target})
    left = client.post(reverse("admin:logout"), {"next": target})

    for response in (seen, left):
        assert "evil" not in response.headers.get("Location", "")
        assert not response.headers.get("Location", "/").startswith(("javascript", "data", "ftp"))


def test_a_log_in_leads_back_to_the_page_that_was_asked_for(client, chief):
    wanted = reverse("admin:articles_article_changelist")
    data = {"username": "chief", "password": "correct horse", "next": wanted}

    assert client.post(reverse("admin:login"), data)["Location"] == wanted


# Who of the newsroom is named


def nobody_like(name: str) -> User:
    return User.objects.create_superuser(
        name,
        email=f"{name}@desk.example",
        password="correct horse",
        first_name="Quillon",
        last_name="Zephyrine",
    )


def test_no_public_answer_names_who_wrote_published_or_withdrew(client):
    editor = nobody_like("xanthippe")
    client.force_login(editor)
    source, category, image = make_source(), make_category(), keep_image()
    shown, gone = (written(client, source.pk, category.pk, image.pk) for _ in range(2))
    form = reverse("admin:articles_article_change", args=[gone.pk])
    data = form_on(client.get(form), "article_form")
    client.post(form, data | {"_move": "withdrawn", "move_note": "An error."})
    gone.refresh_from_db()
    assert (shown.status, gone.status) == (Status.PUBLISHED, Status.WITHDRAWN)

    ids = [row.public_id for row in (shown, gone, source, category, image)]
    every = {a for public_id in ids for a in addresses(public_id).values() if not is_desk(a)}
    for address in [*every, "/search/?q=ferry", "/api/v1/articles/?search=ferry"]:
        response = Client().get(address, follow=True)
        told = f"{response.content.decode(errors='replace')} {response.headers}".casefold()
        for word in ("xanthippe", "desk.example", "quillon", "zephyrine"):
            assert word not in told, address


def written(client: Client, source: int, category: int, image: int) -> Article:
    """Return an article that was written and published in the desk by the client's person."""
    address = reverse("admin:articles_article_add")
    values = {
        "title": "Ferry",
        "body": "<p>A ferry for the valley.</p>",
        "source": source,
        "categories": category,
        "_move": "published",
        "article_images-TOTAL_FORMS": "1",
        "article_images-0-image": image,
        "article_images-0-role": "inline",
    }
    client.post(address, form_on(client.get(address), "article_form") | values)
    return Article.objects.latest("pk")


@pytest.mark.parametrize("kind", ["inactive", "no staff", "wrong password"])
def test_a_log_in_does_not_tell_which_names_exist(settings, kind):
    settings.NEWSROOM_LOGIN_RATE = ""
    user = person("ferryman", is_staff=kind != "no staff")
    user.is_active = kind != "inactive"
    user.save()
    password = "wrong" if kind == "wrong password" else "correct horse"

    def answer(name: str) -> tuple[int, str, list[str]]:
        data = {"username": name, "password": password}
        response = Client().post(reverse("admin:login"), data)
        return (
            response.status_code,
            str(response.context["form"].errors),
            sorted(response.headers),
        )

    assert answer("ferryman") == answer("nobodyxx")


# What cannot be an id

NO_IDS = [
    *("1", "1abc", "１", "1e3", "-0", str(2**63), "9" * 400, "1%00", "%00", "bcdfghjkmnpq%0A"),
    *("BCDFGHJKMNPQ", "bcdfghjkmnpq%00", "bcdfghjkmnp", "bcdfghjkmnpqr", "..", "%2e%2e", "..%2f"),
    *(
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "..%5c..%5c",
        "~",
        "*",
        "'",
        "%ff%fe",
        "%f0%9f%98%80",
        "None",
    ),
]


@pytest.mark.parametrize("text", NO_IDS)
def test_what_is_no_id_is_not_found_anywhere(rows, text):
    client = Client(raise_request_exception=False)
    with_id = {a for a in addresses().values() if UNKNOWN in a}

    for address in with_id:
        assert client.get(address.replace(UNKNOWN, text)).status_code in {301, 400, 404}, address


@pytest.mark.parametrize("text", [*NO_IDS, "０", "²", "1_0", "-1", "1.0"])
def test_no_key_breaks_the_desk(rows, chief, text):
    client = Client(raise_request_exception=False)
    client.force_login(chief)
    make_image()
    for name in ("article", "document", "image", "importrun", "source", "category"):
        for page in ("change/", "history/", "delete/", "original/", "move/", "", "x/"):
            address = f"/admin/articles/{name}/{text}/{page}"
            assert client.get(address).status_code < 500, address
            assert client.post(address).status_code < 500, address
