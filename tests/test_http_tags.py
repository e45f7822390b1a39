"""Equal tags are equal bytes: random histories, every address, each step."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from articles import workflow
from articles.cards.following import announce_due, follow_category, follow_names, follow_source
from articles.choices import Status
from articles.models import Article, Source
from articles.removal import remove
from articles.search.index import index_articles
from tests.builders import edit, make_article, make_category, make_source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unthrottled")]

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
STEPS = 30
ROOT = Path(__file__).parent.parent


class Desk:
    """A newsroom where anything happens at random, and a clock that goes on."""

    def __init__(self, seed: int, clock: Any, publisher: User) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.clock = clock
        self.publisher = publisher
        self.sources = [make_source(), make_source()]
        top = make_category("Top")
        self.categories = [top, make_category("Under", top)]
        self.words = iter(range(1, 10_000))

    def step(self) -> str:
        acts: list[Callable[[], object]] = [
            *(self.write, self.publish, self.withdraw, self.edit, self.rename, self.move),
            *(self.schedule, self.expire, self.delete, self.draft, announce_due),
            *(self.wait, self.wait),
        ]
        act = self.random.choice(acts)
        act()
        return act.__name__

    def now(self) -> datetime:
        return datetime.now(tz=UTC)

    def any(self, status: Status) -> Article | None:
        found = list(Article.objects.filter(status=status).order_by("pk"))
        return self.random.choice(found) if found else None

    def soon(self) -> datetime:
        return self.now() + timedelta(seconds=self.random.choice([1, 20, 90]))

    def word(self) -> str:
        return f"ferry {next(self.words)}"

    def write(self) -> None:
        article = make_article(
            self.word(),
            source=self.random.choice([None, *self.sources]),
            categories=(self.random.choice(self.categories),),
        )
        workflow.move(article, Status.PUBLISHED, by=self.publisher)
        index_articles([article])

    def draft(self) -> None:
        index_articles([make_article(self.word(), source=self.sources[0])])

    def publish(self) -> None:
        if article := self.any(Status.DRAFT) or self.any(Status.WITHDRAWN):
            workflow.move(article, Status.PUBLISHED, by=self.publisher)

    def withdraw(self) -> None:
        if article := self.any(Status.PUBLISHED):
            workflow.move(article, Status.WITHDRAWN, by=self.publisher, note=self.word())

    def edit(self) -> None:
        if article := self.any(Status.PUBLISHED):
            name = self.random.choice(["title", "summary", "publisher", "body"])
            words = self.word()
            edit(article, self.publisher, **{name: f"<p>{words}</p>" if name == "body" else words})

    def schedule(self) -> None:
        if article := self.any(self.random.choice([Status.DRAFT, Status.PUBLISHED])):
            edit(article, self.publisher, embargo_until=self.random.choice([self.soon(), None]))

    def expire(self) -> None:
        if article := self.any(Status.PUBLISHED):
            edit(article, self.publisher, expires_at=self.random.choice([self.soon(), None]))

    def delete(self) -> None:
        if article := self.any(Status.PUBLISHED):
            remove([article.pk], article.delete)

    def rename(self) -> None:
        chosen: Any = self.random.choice([*self.sources, *self.categories])
        chosen.name = self.word()
        chosen.save()
        if isinstance(chosen, Source):
            follow_source(chosen)
        else:
            follow_names()

    def move(self) -> None:
        under = self.categories[1]
        under.parent = None if under.parent else self.categories[0]
        follow_category(under, under.save)

    def wait(self) -> None:
        self.clock.shift(self.random.choice([0.3, 1, 30, 100]))


def addresses(desk: Desk) -> Iterator[str]:
    """Yield every address that anything is shown at, a page of each kind at least."""
    api = "/api/v1"
    yield from ("/", "/feed.atom", "/search/?q=ferry", "/sitemap.xml", "/news-sitemap.xml")
    yield from (f"{api}/{name}/" for name in ("articles", "sources", "categories", "images"))
    yield from (f"{api}/articles/?page_size=1", f"{api}/changes/", f"{api}/search/?q=ferry")
    for source in desk.sources:
        yield from (f"/sources/{source.public_id}/", f"{api}/sources/{source.public_id}/")
        yield f"{api}/articles/?source={source.public_id}"
    for category in desk.categories:
        yield f"{api}/articles/?category={category.public_id}&ordering=-date"
        yield from (f"/sections/{category.public_id}/", f"{api}/categories/{category.public_id}/")
    for article in Article.objects.order_by("pk")[:4]:
        yield f"{api}/articles/{article.public_id}/"
        yield article.get_absolute_url()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_equal_tags_are_equal_bytes(seed, client, chief):
    bodies: dict[str, dict[str, bytes]] = defaultdict(dict)
    happened, known = [], 0
    with time_machine.travel(START, tick=False) as clock:
        desk = Desk(seed, clock, chief)
        for _ in range(STEPS):
            happened.append(desk.step())
            for address in addresses(desk):
                known += look(client, address, bodies[address], happened)

    assert known > STEPS


def look(client: Client, address: str, bodies: dict[str, bytes], happened: list[str]) -> int:
    """Ask for an address, also as one who has its last answer; say whether that is still good."""
    answer = client.get(address)
    if answer.status_code != 200:
        assert "ETag" not in answer.headers, (address, happened)
        return 0
    tag, last = answer["ETag"], next(reversed(bodies), "")
    before = bodies.setdefault(tag, answer.content)
    assert before == answer.content, (address, happened)
    status = client.get(address, headers={"If-None-Match": last or '"none"'}).status_code
    assert status == (304 if tag == last else 200), (address, happened)
    bodies.pop(tag)
    bodies[tag] = answer.content
    return status == 304


# Asks for every address in a process of its own, and says what it was answered.
ASK = """
import hashlib, sys
import django
django.setup()
from django.db import connection
from django.test import Client
connection.settings_dict["NAME"] = sys.argv[1]
for address in sys.argv[2:]:
    answer = Client(SERVER_NAME="localhost").get(address, follow=True)
    body = hashlib.sha256(answer.content).hexdigest()
    print(answer.status_code, answer.headers["ETag"], body, address)
"""


def test_every_process_gives_the_same_tags_and_bytes(tmp_path, chief):
    desk = Desk(0, None, chief)
    for _ in range(6):
        desk.write()
    places = list(addresses(desk))
    own, some = f"/api/v1/articles/{Article.objects.all()[0].public_id}", "/api/v1/articles/"
    places += [f"{some}?include=source,related", f"{some}?fields=id,title", f"{own}/versions/"]
    places += [f"{own}.md", f"{own}/?include=related", "/feeds/rss.xml", "/feeds/feed.json"]

    def said(seed: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", ASK, str(connection.settings_dict["NAME"]), *places],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "NEWSROOM_VAR": str(tmp_path),
                "NEWSROOM_HOSTS": "localhost",
                "NEWSROOM_DEBUG": "1",
            },
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    processes = [said("1"), said("2")]
    one, other = (process.communicate()[0].splitlines() for process in processes)

    assert len(one) == len(places)
    assert all(line.startswith('200 "') for line in one)
    assert one == other
