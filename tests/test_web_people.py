"""Pages of people, of dates and of corrections: what they show, to whom, at what cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from itertools import chain

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.choices import CreditRole, Precision, Status
from articles.models import Article, Credit, Passage, Revision
from articles.web.archive import Period
from articles.web.corrections import corrections
from articles.web.listing import PAGE_SIZE
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_copies,
    make_published,
    make_source,
    shown,
)

pytestmark = pytest.mark.django_db
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "scheduled": {"status": Status.PUBLISHED, "published_at": FUTURE},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": FUTURE},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
    "withdrawn": {"status": Status.WITHDRAWN},
}


def credited(article: Article, name: str, role: CreditRole = CreditRole.AUTHOR) -> Article:
    Credit.objects.create(article=article, role=role, name=name)
    return shown(article)


def corrected(article: Article, text: str, at: datetime) -> Article:
    version = article.revisions.count() + 1
    Revision.objects.create(
        article=article, version=version, values={}, correction=text, visible_from=at
    )
    return article


def share(one: Article, other: Article) -> None:
    Passage.objects.create(article=one, other=other, start=0, end=60, other_start=0, other_end=60)


def plan(sql: str) -> str:
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # As it would go about large tables, whatever it has found out about these.
            cursor.execute("ANALYZE articles_listed, articles_card, articles_article")
            for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin", "material"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"{explain} {sql}")
        return str(cursor.fetchall())


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    content: bytes = response.content
    return content.decode()


def answer(client, path: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return response.status_code, response.content, dict(response.headers), len(queries)


def link(text: str, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', text)
    return found[1].replace("&amp;", "&") if found else ""


class TestPerson:
    def test_shows_what_names_somebody_and_as_what(self, client):
        credited(make_published("Theirs"), "林 微")
        credited(make_published("Also theirs"), "林 微", CreditRole.TRANSLATOR)
        credited(make_published("Elsewhere"), "Bo")

        text = text_of(client, "/people/林 微/")

        assert re.findall(r">(Theirs|Also theirs|Elsewhere)<", text).count("Elsewhere") == 0
        assert "Also theirs" in text
        assert "Author · Translator" in text
        assert 'href="/people/%E6%9E%97%20%E5%BE%AE/atom.xml"' in text

    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_is_unknown_while_readers_see_nothing_of_theirs(self, client, values):
        hidden = make_article("Quietword", **values)
        Credit.objects.create(article=hidden, role=CreditRole.AUTHOR, name="Ada")
        if hidden.status == Status.PUBLISHED:
            shown(hidden)

        assert answer(client, "/people/Ada/")[0] == 404
        assert answer(client, "/people/Ada/")[3] == answer(client, "/people/Bob/")[3]

    @pytest.mark.parametrize("name", ["A/B Photo", "Émile 50%", "a?b", "#1 & Co", "x" * 200])
    def test_has_an_address_whatever_the_name(self, client, name):
        article = credited(make_published("Theirs"), name)

        found = re.search(
            r'rel="author" href="([^"]+)"', text_of(client, article.get_absolute_url())
        )

        assert found
        assert f">{escape(name)}</h1>" in text_of(client, unescape(found[1]))

    @pytest.mark.parametrize("name", ["..", "a\nb", "./x"])
    def test_is_no_link_where_the_name_can_be_no_address(self, client, name):
        article = credited(make_published("Theirs"), name)

        assert 'rel="author"' not in text_of(client, article.get_absolute_url())

    def test_leads_to_older_articles_and_back(self, client):
        for number in range(PAGE_SIZE * 2 + 1):
            credited(make_published(f"Story {number:03}"), "Ada")
        path = "/people/Ada/"
        first = text_of(client, path)
        second = text_of(client, path + link(first, "next"))
        third = text_of(client, path + link(second, "next"))

        assert link(third, "next") == ""
        titles = [re.findall(r">(Story \d+)<", one) for one in (first, second, third)]
        assert len(set(chain(*titles))) == PAGE_SIZE * 2 + 1
        back = text_of(client, path + link(third, "prev"))
        assert re.findall(r">(Story \d+)<", back) == titles[1]
        start = text_of(client, path + link(back, "prev"))
        assert re.findall(r">(Story \d+)<", start) == titles[0]
        assert f'<link rel="canonical" href="http://testserver{path}">' in start


class TestArchive:
    def test_a_day_shows_its_articles_and_the_days_beside_it(self, client):
        for days in (-40, -1, 0, 3):
            make_published(f"Day {days}", published_at=MAY + timedelta(days=days))

        text = text_of(client, "/archive/2026/05/01/")

        assert re.findall(r">(Day -?\d+)<", text) == ["Day 0"]
        assert '<link rel="prev" href="/archive/2026/04/30/">' in text
        assert '<link rel="next" href="/archive/2026/05/04/">' in text

    def test_months_and_years_name_only_what_has_articles(self, client):
        for days in (-400, -40, -1, 0, 3):
            make_published(f"Day {days}", published_at=MAY + timedelta(days=days))

        def parts(path):
            return re.findall(r'<li><a href="(/archive/[\d/]+)"', text_of(client, path))

        assert parts("/archive/") == ["/archive/2026/", "/archive/2025/"]
        assert parts("/archive/2026/") == [f"/archive/2026/{m}/" for m in ("05", "04", "03")]
        assert parts("/archive/2026/05/") == ["/archive/2026/05/04/", "/archive/2026/05/01/"]

    def test_a_day_begins_where_the_site_is(self, client, settings):
        settings.TIME_ZONE = "Asia/Shanghai"
        make_published("Late", published_at=datetime(2026, 4, 30, 16, 0, tzinfo=UTC))
        make_published("Early", published_at=datetime(2026, 4, 30, 15, 59, 59, tzinfo=UTC))

        text = text_of(client, "/archive/2026/05/01/")

        assert "Late" in text
        assert "Early" not in text

    def test_a_day_that_is_known_as_a_day_is_that_day(self, client, settings):
        settings.TIME_ZONE = "Asia/Shanghai"
        make_published(
            "That day",
            originally_published_at=datetime(2026, 5, 1, tzinfo=UTC),
            original_precision=Precision.DAY,
        )

        assert "That day" in text_of(client, "/archive/2026/05/01/")

    def test_a_day_without_articles_leads_to_the_next_that_has_some(self, client):
        make_published("Day 0", published_at=MAY)

        response = client.get("/archive/2026/05/07/")

        assert response.status_code == 404
        assert b'href="/archive/2026/05/01/"' in response.content
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_hidden_articles_change_no_byte_and_no_cost(self, client, values):
        make_published("Day 0", published_at=LONG_AGO)
        paths = ["/archive/", *(f"/archive/{p}/" for p in ("2024", "2024/01", "2024/01/01"))]
        paths += ["/archive/2024/01/02/", "/archive/2099/01/01/", "/corrections/"]
        with time_machine.travel(MAY, tick=False):
            before = [answer(client, path) for path in paths]
            for days in range(3):
                dates = {"originally_published_at": LONG_AGO + timedelta(days=days)}
                hidden = make_article("Quietword", **(values | dates))
                corrected(hidden, "Quietword", LONG_AGO)

            assert [answer(client, path) for path in paths] == before

    @pytest.mark.parametrize(
        "date", ["2026/13", "2026/02/30", "0000", "9999/12/31", "0001/01/01", "2026/00", "2026/5"]
    )
    def test_what_is_no_date_or_has_nothing_is_not_found(self, client, date):
        assert client.get(f"/archive/{date}/").status_code == 404

    def test_of_nothing_is_empty(self, client):
        assert "No article has this date." in text_of(client, "/archive/")

    def test_a_year_knows_where_it_ends(self):
        assert Period((2024, 12)).span.end == datetime(2025, 1, 1, tzinfo=UTC)
        assert Period((2024,)).span.end == datetime(2025, 1, 1, tzinfo=UTC)
        assert Period((2024, 2, 29)).span.end == datetime(2024, 3, 1, tzinfo=UTC)


class TestCorrections:
    def test_shows_what_readers_were_told_newest_first(self, client):
        first = corrected(make_published("One", language="zh"), "第一个更正", MAY)
        corrected(make_published("Two"), "The second", MAY + timedelta(days=1))

        text = text_of(client, "/corrections/")

        assert text.index("The second") < text.index("第一个更正")
        assert f'<h2 lang="zh"><a href="{first.get_absolute_url()}">One</a>' in text

    def test_leads_to_older_ones_and_back(self, client):
        article = make_published("One")
        for number in range(PAGE_SIZE * 2 + 1):
            corrected(article, f"Note {number:02}", MAY + timedelta(minutes=number))
        first = text_of(client, "/corrections/")
        second = text_of(client, "/corrections/" + link(first, "next"))
        third = text_of(client, "/corrections/" + link(second, "next"))
        back = text_of(client, "/corrections/" + link(third, "prev"))

        notes = [re.findall(r">(Note \d+)<", one) for one in (first, second, third, back)]
        assert len(set(chain(*notes[:3]))) == PAGE_SIZE * 2 + 1
        assert notes[3] == notes[1]

    def test_tells_none_before_its_second(self, client):
        with time_machine.travel(MAY, tick=False) as clock:
            corrected(make_published("One"), "Told", MAY + timedelta(seconds=1))
            assert "There are none." in text_of(client, "/corrections/")
            clock.shift(1)
            assert "Told" in text_of(client, "/corrections/")

    def test_walks_the_index_of_notes(self):
        with CaptureQueriesContext(connection) as queries:
            corrections(None, timezone.now())

        assert "article_revision_told" in plan(queries[0]["sql"])


class TestBeside:
    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_hidden_relatives_change_no_byte_and_no_cost(self, client, values):
        article = make_published("Seen")
        path = article.get_absolute_url()
        with time_machine.travel(timezone.now(), tick=False):
            before = answer(client, path)
            hidden = make_article("Quietword", **values)
            make_copies(article, hidden)
            share(article, hidden)

            assert answer(client, path) == before

    def test_names_the_family_and_those_with_the_same_passages(self, client):
        article = make_published("Seen")
        make_copies(article, make_published("The copy", source=make_source("Other Post")))
        sharing = make_published("The quoter", language="zh")
        share(article, sharing)

        text = text_of(client, article.get_absolute_url())

        assert text.index("The same story elsewhere") < text.index("The copy")
        assert text.index("The copy") < text.index("With the same passages")
        assert text.index("With the same passages") < text.index("The quoter")


def test_every_list_costs_the_same_for_one_row_and_for_a_hundred(client):
    source, category = make_source(), make_category("City")
    articles: list[Article] = []

    def add(number: int) -> Article:
        article = make_published(f"Story {number:03}", source=source, categories=(category,))
        if number:
            make_copies(articles[-1], article)
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Ada")
        corrected(article, "Put right.", MAY - timedelta(minutes=number))
        return shown(article)

    articles.append(add(0))
    articles.append(add(1))
    share(articles[0], articles[1])
    day = f"{LONG_AGO:%Y/%m/%d}"
    paths = ["/", "/people/Ada/", "/archive/", f"/archive/{day}/", f"/archive/{day[:7]}/"]
    paths += ["/corrections/", f"/sources/{source.public_id}/", articles[0].get_absolute_url()]
    paths += [f"/sections/{category.public_id}/city/", "/search/?q=story"]
    before = {path: answer(client, path)[3] for path in paths}
    while len(articles) < 40:
        articles.append(add(len(articles)))

    assert {path: answer(client, path)[3] for path in paths} == before


def test_an_address_that_holds_nothing_offers_a_search_for_its_words(client):
    response = client.get("/articles/bcdfghjkmnpq/a-bridge-for-the-valley/")

    assert response.status_code == 404
    assert 'value="a bridge for the valley"' in response.content.decode()


@pytest.mark.parametrize("is_first", [True, False], ids=["first-page", "later-page"])
def test_every_list_walks_the_index_of_dates(client, is_first):
    source, category = make_source(), make_category("City")
    for number in range(3):
        article = make_published(f"{number}", source=source, categories=(category,))
        credited(article, "Ada")
    place = "" if is_first else "?before=1704110400000001.bcdfghjkmnpq"
    paths = ["/", "/people/Ada/", f"/sources/{source.public_id}/", "/archive/2024/01/01/"]

    for path in [*paths, "/archive/2024/", f"/sections/{category.public_id}/city/"]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path + place).status_code == 200
        asked = [q["sql"] for q in queries if "ORDER BY" in q["sql"] and "_listed" in q["sql"]]
        lists = [sql for sql in asked if not sql.startswith("SELECT EXISTS")]
        assert lists
        for sql in lists:
            told = plan(sql)
            # Of three entries in all, PostgreSQL may as well ask each card whether it is one.
            names = ["article_listed_date"]
            names += ["article_listed_once"] if connection.vendor == "postgresql" else []
            assert any(name in told for name in names), (path, told)
            assert "TEMP B-TREE" not in told, (path, told)
