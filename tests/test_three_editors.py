"""Three editors and an importer at one article: whatever they do, nothing is lost silently.

Hypothesis chooses who does what, and when; every step goes through the pages that people use.
"""

from __future__ import annotations

import html
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import revisions
from articles.choices import Resolution, RunStatus, Status
from articles.ingest import store
from articles.models import Article, Conflict, ImportRun, Revision
from articles.workflow import MOVES
from tests.desk import page_of
from tests.disputes import deliver, text
from tests.disputes import page_of as page_of_conflict
from tests.forms import form_on

EDITORS = ("ann", "ben", "eve")
PARAGRAPHS = ("first", "second")  # of the text, which source and editors change
ASKED = ("title", *PARAGRAPHS)  # what both change; the summary is the editors' alone
editors = st.sampled_from(EDITORS)


class Newsroom(RuleBasedStateMachine):
    """What is expected of one article, beside the article itself.

    `chosen` is what a person last made of a value and nobody may change but people; `kept` are the
    values of versions, `signed` what somebody saved in one.
    """

    def __init__(self, folder: Path, desks: dict[str, Client]) -> None:
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.folder, self.desks, self.reader = folder, desks, Client()
        self.count = 0
        self.read = (0, 0)
        self.source = {"title": "What the harbour needs", "first": "One.", "second": "Two."}
        self.begin()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.taken_back.__exit__(None, None, None)

    def begin(self) -> None:
        self.forms: dict[str, dict[str, Any]] = {}
        self.typed: dict[str, dict[str, str]] = {name: {} for name in EDITORS}
        self.compared: dict[str, set[str]] = {name: set() for name in EDITORS}
        self.answers: dict[str, tuple[Conflict, dict[str, Any]]] = {}
        self.chosen: dict[str, str] = {}
        self.kept: dict[int, tuple[Any, ...]] = {}
        self.signed: list[tuple[int, str, str, str]] = []
        self.touched = 0  # the last run before somebody changed the article
        self.article: Article | None = None
        self.is_taken_back = False
        self.deliver(set())

    def new(self, words: str) -> str:
        self.count += 1
        return f"{words} {self.count}."

    def present(self) -> Article:
        assert self.article is not None
        self.article = Article.objects.get(pk=self.article.pk)
        return self.article

    def touch(self) -> None:
        self.touched = ImportRun.objects.latest("pk").pk

    def runs(self) -> list[int]:
        """Return the last runs that can be undone."""
        left = ImportRun.objects.exclude(status=RunStatus.UNDONE).order_by("-pk")
        return list(left.values_list("pk", flat=True))[:3]

    def asked(self) -> dict[str, Conflict]:
        waiting = Conflict.objects.filter(article=self.article, resolution=Resolution.OPEN)
        return {conflict.field: conflict for conflict in waiting.order_by("pk")}

    # What the source does

    @rule(changed=st.sets(st.sampled_from(ASKED)))
    def deliver(self, changed: set[str]) -> None:
        """The document arrives, with another title or paragraph, or as it was."""
        before = self.present().version if self.article else None
        self.source |= {name: self.new(f"The source's {name}") for name in sorted(changed)}
        paragraphs = [self.source[name] for name in PARAGRAPHS]
        deliver(self.folder, *paragraphs, title=self.source["title"])
        if before is None:
            self.article = Article.objects.get()
            return
        article = self.present()
        is_news = changed or self.is_taken_back
        assert article.version in ({before, before + 1} if is_news else {before})
        self.is_taken_back = False
        asked = self.asked()
        for name in changed:
            field = "title" if name == "title" else "body"
            waits = asked[field].incoming if field in asked else ""
            assert self.source[name] in getattr(article, field) or self.source[name] in waits

    @precondition(lambda self: len(self.runs()) > (0 if self.touched else 2))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """A run is undone: nothing that somebody has touched since changes by it."""
        run = data.draw(st.sampled_from(self.runs()))
        before = revisions.values_of(self.present()) | {"version": self.article.version}
        store.undo(ImportRun.objects.get(pk=run))
        self.is_taken_back = True

        if Article.objects.filter(pk=self.article.pk).exists():
            after = revisions.values_of(self.present()) | {"version": self.article.version}
            assert after == before or self.touched < run
            assert after["version"] - before["version"] in {0, 1}
        else:
            assert self.touched == 0
            self.begin()

    # What editors do

    @rule(who=editors)
    def open(self, who: str) -> None:
        """Somebody opens the page, and forgets what they had typed there before."""
        self.forms[who] = form_on(self.desks[who].get(page_of(self.present())), "article_form")
        self.typed[who], self.compared[who] = {}, set()

    @rule(who=editors, name=st.sampled_from(ASKED))
    def dispute(self, who: str, name: str) -> None:
        """Somebody changes what the source changes too."""
        self.save(who, name)
        self.deliver({name})

    @rule(who=editors)
    def summarise(self, who: str) -> None:
        self.save(who, "summary")

    @rule(who=editors, name=st.sampled_from([*ASKED, ""]))
    def save(self, who: str, name: str) -> None:
        """Somebody changes a value of the form that is open, or nothing more, and saves."""
        if who not in self.forms:
            self.open(who)
        if name:
            self.type(who, name)
        form, before = self.forms[who], self.present()
        response = self.desks[who].post(page_of(before), form)
        if form["seen"] != str(before.version):
            self.is_compared(who, response, before)
        else:
            assert response.status_code == 302, response.content.decode()
            self.is_saved(who, before)

    def type(self, who: str, name: str) -> None:
        value = self.new(f"The {name} of {who}")
        self.typed[who][name] = value
        if name in PARAGRAPHS:
            self.forms[who]["body"] = put(self.forms[who]["body"], PARAGRAPHS.index(name), value)
        else:
            self.forms[who][name] = value

    def is_compared(self, who: str, response: Any, before: Article) -> None:
        """The form was stale: nothing is saved, and it comes back beside what others made."""
        assert response.status_code == 200
        assert self.present().version == before.version
        page = response.content.decode()
        assert "Somebody else has changed this article" in page
        self.compared[who] |= set(re.findall(r'class="conflict" id="compare-(\w+)"', page))
        self.forms[who] = form_on(response, "article_form")
        for name, value in self.typed[who].items():
            assert value in self.forms[who]["body" if name in PARAGRAPHS else name]

    def is_saved(self, who: str, before: Article) -> None:
        """What was typed is there and signed; of others only what was compared went."""
        article = self.present()
        assert article.version == before.version + bool(self.typed[who])
        for name, value in self.typed[who].items():
            assert value in (article.body if name in PARAGRAPHS else getattr(article, name))
            self.chosen[name] = value
            self.signed.append((article.version, who, name, value))
        if "body" in self.compared[who]:
            self.forget_paragraphs()
        if self.typed[who]:
            self.touch()
        del self.forms[who]

    def forget_paragraphs(self) -> None:
        """Expect no longer what somebody saw and did not take."""
        body = self.present().body
        for name in PARAGRAPHS:
            if self.chosen.get(name, "") not in body:
                del self.chosen[name]

    @rule(who=editors, data=st.data(), is_stale=st.booleans())
    def move(self, who: str, data: st.DataObject, is_stale: bool) -> None:
        """Somebody moves the article, perhaps over a version that they have not seen."""
        before = self.present()
        to = data.draw(st.sampled_from([end for start, end in MOVES if start == before.status]))
        address = reverse("admin:articles_article_move", args=[before.pk])
        seen = before.version - is_stale
        self.desks[who].post(address, {"_move": to, "move_note": "Because.", "seen": seen})
        after = self.present()
        if after.status == before.status:
            assert after.version == before.version
        else:
            assert not is_stale
            assert (after.status, after.version) == (to, before.version + 1)
            assert after.reviews.latest("pk").by.username == who
            self.touch()

    @precondition(lambda self: self.asked())
    @rule(who=editors)
    def look(self, who: str) -> None:
        """Somebody opens the page of a conflict."""
        conflict = next(iter(self.asked().values()))
        form = form_on(self.desks[who].get(page_of_conflict(conflict)), "settle_form")
        self.answers[who] = (conflict, form)

    @precondition(lambda self: self.answers or self.asked())
    @rule(who=editors)
    def accept(self, who: str) -> None:
        self.answer(who, "accept")

    @precondition(lambda self: self.answers or self.asked())
    @rule(who=editors)
    def dismiss(self, who: str) -> None:
        self.answer(who, "dismiss")

    def answer(self, who: str, how: str) -> None:
        """Somebody ends a conflict, which may have ended or changed meanwhile."""
        if who not in self.answers:
            if not self.asked():
                return
            self.look(who)
        conflict, form = self.answers.pop(who)
        before = self.present()
        was = Conflict.objects.filter(pk=conflict.pk).values_list("resolution", flat=True).first()
        address = reverse("admin:articles_conflict_settle", args=[conflict.pk])
        self.desks[who].post(address, form | {"_settle": how})
        after = self.present()
        now = Conflict.objects.filter(pk=conflict.pk).values_list("resolution", flat=True).first()
        if now == was or how == "dismiss":
            assert after.version == before.version
        if now == was:
            return
        assert was == Resolution.OPEN
        self.touch()
        if how == "accept":
            assert form["seen"] == str(before.version)
            assert after.version in {before.version, before.version + 1}
            self.is_accepted(conflict)

    def is_accepted(self, conflict: Conflict) -> None:
        article = self.present()
        if conflict.field == "title":
            assert article.title == conflict.incoming
            self.chosen.pop("title", None)
        else:
            self.forget_paragraphs()

    # What always holds

    @invariant()
    def no_edit_is_lost(self) -> None:
        article = self.present()
        for name, value in self.chosen.items():
            assert value in (article.body if name in PARAGRAPHS else getattr(article, name)), name

    @invariant()
    def history_is_complete_and_never_rewritten(self) -> None:
        article = self.present()
        rows = {row.version: row for row in article.revisions.select_related("by")}
        assert set(rows) == set(range(1, article.version + 1)) or (article.version, rows) == (1, {})
        for version, (values, by) in self.kept.items():
            assert (rows[version].values, rows[version].by) == (values, by)
        self.kept = {version: (row.values, row.by) for version, row in rows.items()}
        for version, who, name, value in self.signed:
            assert value in rows[version].values["body" if name in PARAGRAPHS else name]
            assert rows[version].by.username == who
        if rows:
            assert rows[article.version].values == revisions.values_of(article)
            is_seen = rows[article.version].visible_from is not None
            assert is_seen == (article.status == Status.PUBLISHED)

    @invariant()
    def readers_see_what_is_published_and_nothing_else(self) -> None:
        article = self.present()
        if self.read == (article.pk, article.version):
            return
        self.read = (article.pk, article.version)
        page = self.reader.get(article.get_absolute_url())
        said = [*re.findall(r"<p>(.*?)</p>", article.body)[:2], article.title]
        shown = [words in html.unescape(page.content.decode()) for words in said]
        is_listed = article.public_id in self.reader.get("/").content.decode()
        if article.status == Status.PUBLISHED:
            assert all(shown)
            assert is_listed
        else:
            assert page.status_code in {404, 410}
            assert not any(shown)
            assert not is_listed


def put(body: str, number: int, words: str) -> str:
    """Return a text whose paragraph has other words."""
    paragraphs = re.findall(r"<p>.*?</p>", body, re.DOTALL)
    return body.replace(paragraphs[number], text(words), 1)


@pytest.fixture
def desks(db) -> dict[str, Client]:
    """A browser for each editor; each may do everything."""
    made = {name: Client() for name in EDITORS}
    for name, client in made.items():
        client.force_login(User.objects.create_superuser(name))
    return made


def test_three_editors_and_an_importer_lose_nothing_of_each_other(desks, tmp_path):
    run_state_machine_as_test(
        partial(Newsroom, tmp_path, desks),  # type: ignore[arg-type]
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not Revision.objects.exists()
