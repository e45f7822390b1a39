"""What the newsroom tells readers about a change, from the form to every form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles import revisions
from articles.choices import Status
from articles.models import Article, Revision
from tests import desk
from tests.builders import make_article, make_published
from tests.test_api_versions import address, at, history, published, then

pytestmark = pytest.mark.django_db


class TestCorrections:
    def told(self, newsdesk: Any, article: Article, text: str) -> Any:
        return desk.edit(newsdesk, article, title="Corrected", correction=text)

    def test_a_note_goes_from_the_form_to_every_reader(self, newsdesk, client):
        article = make_published("One")
        assert 'name="correction"' in newsdesk.get(desk.page_of(article)).content.decode()

        self.told(newsdesk, article, "The year was wrong.")

        kept = Revision.objects.get(article=article, version=2)
        assert (kept.correction, kept.note) == ("The year was wrong.", "")
        found = client.get(address(article)).json()
        assert [c["text"] for c in found["corrections"]] == ["The year was wrong."]
        assert history(client, article)[1]["correction"] == "The year was wrong."
        for suffix in (".json", ".ninjs", ".jsonld", ".md", ".txt", ".html"):
            assert "The year was wrong." in client.get(address(article, suffix)).content.decode()
        page = client.get(article.get_absolute_url(), follow=True).content.decode()
        assert page.count("The year was wrong.") == 2  # for people, and in JSON-LD

    def test_a_note_has_the_day_that_the_newsroom_had(self, client, settings):
        settings.TIME_ZONE = "Asia/Shanghai"
        with time_machine.travel(datetime(2026, 5, 1, 18, tzinfo=UTC), tick=False):
            article = make_published("One")
            locked = revisions.lock(article.pk, seen=article.version)
            locked.version += 1
            locked.save()
            revisions.keep(locked, correction="The year was wrong.")
            found = {
                suffix: client.get(address(article, suffix)).content.decode()
                for suffix in (".md", ".txt", ".html")
            }
            ninjs = client.get(address(article, ".ninjs")).json()

        for text in found.values():
            assert "Correction, 2026-05-02: The year was wrong." in text
        assert "2026-05-02: The year was wrong." in [d["value"] for d in ninjs["descriptions"]]

    def test_a_note_alone_makes_a_version(self, newsdesk, client):
        article = make_published("One")

        desk.edit(newsdesk, article, correction="A name was wrong.")

        assert [v["correction"] for v in history(client, article)] == ["", "A name was wrong."]

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
    def test_what_readers_do_not_see_has_no_note(self, newsdesk, status):
        later = timezone.now() + timedelta(days=1)
        article = make_article("One", status=status, published_at=later)
        assert 'name="correction"' not in newsdesk.get(desk.page_of(article)).content.decode()

        self.told(newsdesk, article, "quicksilver")

        assert Revision.objects.exclude(correction="").count() == 0
        assert Article.objects.get().title == "Corrected"

    def test_a_version_that_an_embargo_hides_has_no_note(self, newsdesk):
        article = make_published("One")
        day = (timezone.now() + timedelta(days=2)).date().isoformat()

        desk.edit(
            newsdesk,
            article,
            correction="quicksilver",
            embargo_until_0=day,
            embargo_until_1="08:00:00",
        )

        assert Article.objects.get().embargo_until is not None
        assert Revision.objects.exclude(correction="").count() == 0

    def test_the_past_knows_no_later_note(self, client, chief):
        article = published()
        for number, note in ((2, "First."), (4, "Second.")):
            with at(number):
                locked = revisions.lock(article.pk, seen=Article.objects.get().version)
                locked.version += 1
                locked.save()
                revisions.keep(locked, by=chief, correction=note)

        def notes(number: float) -> list[str]:
            return [c["text"] for c in then(client, article, number).json()["corrections"]]

        assert [notes(number) for number in (1, 3, 5)] == [[], ["First."], ["First.", "Second."]]
