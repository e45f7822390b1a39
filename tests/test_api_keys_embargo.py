"""Keys that may see what is under embargo see that, marked as such, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from articles.api.access import embargo_member, visible_articles, visible_cards
from articles.api.shapes import MEMBERS
from articles.cards import lists
from articles.choices import KeyScope, Status
from articles.models import ApiKey, Article, Card
from articles.search.index import index_articles
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_copies,
    make_published,
    make_source,
)
from tests.keys import api_addresses, counted_afresh, make_key, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

ARTICLES = "/api/v1/articles/"
SEARCH = "/api/v1/search/"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
PAST = NOW - timedelta(days=2)
NEVER_THEIRS = {
    "draft": {"status": Status.DRAFT, "embargo_until": LATER},
    "in review": {"status": Status.IN_REVIEW, "embargo_until": LATER},
    "approved": {"status": Status.APPROVED, "embargo_until": LATER},
    "withdrawn": {"status": Status.WITHDRAWN, "published_at": PAST, "embargo_until": LATER},
    "scheduled": {"published_at": LATER},
    "scheduled and embargoed": {"published_at": LATER, "embargo_until": NOW + timedelta(days=1)},
    "scheduled before its embargo": {
        "published_at": NOW + timedelta(hours=1),
        "embargo_until": LATER,
    },
    "expired": {"expires_at": PAST},
    "expired under embargo": {"expires_at": PAST, "embargo_until": LATER},
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def partner():
    return program(make_key("Partner", KeyScope.EMBARGOED, rate="off"))


@pytest.fixture
def plain():
    return program(make_key("Plain", rate="off"))


def add(title, **values):
    values = {"status": Status.PUBLISHED, **values}
    article = make_article(title, **values)
    index_articles([article])
    return article


def ids(response):
    return {row["id"] for row in response.json()["results"]}


def test_an_embargoed_article_is_shown_to_its_partners_marked(partner, plain):
    free, held = add("Ferry"), add("Ferry held", embargo_until=LATER)
    own = f"{ARTICLES}{held.public_id}/"

    assert ids(partner.get(ARTICLES)) == {free.public_id, held.public_id}
    assert ids(partner.get(ARTICLES, {"search": "ferry"})) == {free.public_id, held.public_id}
    row = next(r for r in partner.get(ARTICLES).json()["results"] if r["id"] == held.public_id)
    assert row["embargo_until"] == partner.get(own).json()["embargo_until"]
    assert row["embargo_until"] == "2026-05-06T12:00:00Z"
    assert row["embargo_until"] in str(partner.get(SEARCH, {"q": "ferry held"}).json())
    for other in (plain, Client()):
        assert ids(other.get(SEARCH, {"q": "ferry"})) == {free.public_id}
        assert ids(other.get(ARTICLES)) == ids(other.get(ARTICLES, {"search": "ferry"}))
        assert ids(other.get(ARTICLES)) == {free.public_id}
        assert other.get(own).status_code == 404


@pytest.mark.parametrize("fields", ["embargo_until", "title,embargo_until", "title"])
def test_a_partner_may_ask_for_the_end_of_an_embargo(partner, fields):
    held, free = add("Held", embargo_until=LATER), add("Free")
    title = {"title": "Held"} if "title" in fields else {}
    expected = {**title, "embargo_until": "2026-05-06T12:00:00Z"}
    own = f"{ARTICLES}{held.public_id}/"

    rows = partner.get(ARTICLES, {"fields": fields}).json()["results"]

    assert rows.count(expected) == 1
    assert partner.get(own, {"fields": fields}).json() == expected
    around = partner.get(own, {"fields": fields, "include": "related"}).json()
    assert around == {**expected, "related": []}
    freed = partner.get(f"{ARTICLES}{free.public_id}/", {"fields": fields}).json()
    assert freed == dict.fromkeys(title, "Free")


def test_nobody_else_is_told_that_it_may_be_asked_for(partner, plain):
    add("Held", embargo_until=LATER)
    refusals = [
        client.get(ARTICLES, {"fields": name}).json()["errors"][0]["detail"]
        for client in (Client(), plain)
        for name in ("embargo_until", "nonsense")
    ]

    assert set(refusals) == {f"Give some of these, with commas between: {', '.join(MEMBERS)}."}
    assert "embargo_until" in str(partner.get(ARTICLES, {"fields": "nonsense"}).json())


def test_beside_an_article_nothing_is_named_that_is_not_marked(partner):
    free, held = add("Ferry"), add("Held", embargo_until=LATER)
    make_copies(free, held)

    related = [
        partner.get(f"{ARTICLES}{one.public_id}/", {"include": "related"}).json()["related"]
        for one in (free, held)
    ]

    assert [[row["id"] for row in rows] for rows in related] == [[], [free.public_id]]


@pytest.mark.parametrize("suffix", ["ninjs", "jsonld", "md", "txt", "html"])
def test_a_form_that_does_not_tell_of_the_embargo_is_not_given(partner, suffix):
    held = add("Ferry", embargo_until=LATER)
    address = f"{ARTICLES}{held.public_id}.{suffix}"

    assert partner.get(address).status_code == Client().get(address).status_code == 404


def test_what_is_free_is_marked_for_nobody(partner):
    article = add("Ferry", embargo_until=PAST)

    (row,) = partner.get(ARTICLES).json()["results"]
    assert "embargo_until" not in row
    assert "embargo_until" not in partner.get(f"{ARTICLES}{article.public_id}/").json()


@pytest.mark.parametrize("values", NEVER_THEIRS.values(), ids=NEVER_THEIRS.keys())
def test_no_key_opens_anything_else(partner, values):
    hidden = add("Ferry", **values)
    address = f"{ARTICLES}{hidden.public_id}/"

    assert ids(partner.get(ARTICLES)) == set()
    assert ids(partner.get(ARTICLES, {"search": "ferry"})) == set()
    assert ids(partner.get(SEARCH, {"q": "ferry"})) == set()
    assert partner.get(address).status_code == Client().get(address).status_code
    assert partner.get(address).content == Client().get(address).content


def test_an_embargo_ends_for_all_at_the_same_second(partner, now):
    held = add("Ferry", embargo_until=LATER)
    now.move_to(LATER - timedelta(seconds=1))
    before = partner.get(ARTICLES).json()["results"], ids(Client().get(ARTICLES))
    now.move_to(LATER)
    after = partner.get(ARTICLES).json()["results"], ids(Client().get(ARTICLES))

    assert "embargo_until" in before[0][0]
    assert before[1] == set()
    assert "embargo_until" not in after[0][0]
    assert after[1] == {held.public_id}


def test_nothing_tells_a_partner_that_an_embargoed_article_has_not_changed(partner):
    held = add("Ferry", embargo_until=LATER)
    for address in (ARTICLES, f"{ARTICLES}{held.public_id}/"):
        tag = Client().get(ARTICLES)["ETag"]
        conditions = {"If-None-Match": f'{tag}, *, "x"', "If-Modified-Since": str(NOW)}
        response = partner.get(address, headers=conditions)

        assert response.status_code == 200
        assert not {"ETag", "Last-Modified"} & {*response.headers}


def test_a_key_that_only_reads_may_ask_whether_anything_has_changed(plain):
    add("Ferry")
    tag = plain.get(ARTICLES)["ETag"]

    assert plain.get(ARTICLES, headers={"If-None-Match": tag}).status_code == 304


def test_everybody_else_gets_the_same_with_and_without_embargoed_articles(plain):
    free = add("Ferry", source=make_source(), categories=(make_category(),))
    addresses = [*api_addresses(free.public_id).values(), f"{ARTICLES}?search=ferry"]
    before = [(c.get(a).content, dict(c.get(a).headers)) for a in addresses for c in (plain,)]
    for number in range(3):
        values = {"source": free.source, "categories": tuple(free.categories.all())}
        add(f"Ferry {number}", embargo_until=LATER, **values)

    after = [(c.get(a).content, dict(c.get(a).headers)) for a in addresses for c in (plain,)]

    assert after == before


def moments():
    yield from (LONG_AGO - timedelta(days=1), PAST, NOW, LATER, LATER + timedelta(days=900))


def test_cards_are_those_of_the_same_articles_at_every_moment():
    times = [None, PAST, NOW, LATER]
    for embargo in times:
        for end in times:
            for published in times[1:]:
                values = {"embargo_until": embargo, "expires_at": end}
                make_published("Ferry", published_at=published, **values)

    for at in moments():
        articles = Article.objects.for_partners(at)
        cards = Card.objects.for_partners(at)
        assert {*cards.values_list("pk", flat=True)} == {*articles.values_list("pk", flat=True)}
        public = {*Article.objects.published(at).values_list("pk", flat=True)}
        held = {card.pk for card in cards if embargo_member(card.visible_from, at)}
        assert public == {card.pk for card in cards} - held


@pytest.mark.parametrize("many", [lists.MANY, 1], ids=["few", "many"])
def test_a_partner_who_asks_what_has_changed_gets_what_was_released_or_is_free_since(
    partner, now, monkeypatch, many
):
    monkeypatch.setattr(lists, "MANY", many)
    since = NOW + timedelta(hours=1)
    make_published("There before")
    make_published("Held and released before", embargo_until=LATER)
    released = make_published("Released", published_at=since, embargo_until=LATER)
    free = make_published("Free", embargo_until=since)
    now.move_to(since)

    asked = {"updated_since": since.isoformat()}

    assert ids(partner.get(ARTICLES, asked)) == {released.public_id, free.public_id}


@pytest.mark.parametrize("visible", [visible_cards, visible_articles])
def test_a_request_sees_what_its_key_opens(rf, visible):
    make_published(embargo_until=LATER)
    request = rf.get("/")
    seen = [visible(request).count()]
    for scopes in ([KeyScope.READ], [KeyScope.READ, KeyScope.EMBARGOED]):
        request.api_key = ApiKey(scopes=scopes)
        seen.append(visible(request).count())

    assert seen == [0, 0, 1]


def test_a_card_says_its_embargo_as_the_row_does():
    assert embargo_member(LATER, NOW) == ',"embargo_until":"2026-05-06T12:00:00Z"'
    assert embargo_member(NOW, NOW) == ""
