"""What a search costs beside LIKE and beside a list: python -m tests.bench.searching NUMBER."""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django
from django.contrib.admin import site
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory

from tests.bench.measure import Line, Workplace, at_least, at_most, start, tell
from tests.bench.readers.served import served

NAME = "searched"
ARTICLES, SEARCH = "/api/v1/articles/", "/api/v1/search/"
WORDS = 60_000
HAN = 3_000
WORDS_OF_TEXT = (150, 700)
FIRST = datetime(2006, 1, 1, tzinfo=UTC)
YEARS = 20
PORTION = 2_000
# What the list of the desk does not read.
TEXTS = ("body", "body_text", "summary", "keywords")
TURNS = 7
# Seconds of a scan beyond which once must do: of a million articles it takes the better part of a
# minute, and nobody takes that for noise.
LONG = 5
# Words by how many come before them in frequency; without any, the first's first character.
ASKED: dict[str, tuple[int, ...]] = {
    "very common": (0,),
    "middling": (150,),
    "rare": (20_000,),
    "several": (3, 60, 400),
    "one character": (),
}
COMMON = {"very common", "one character"}
FIGURES = ("ranked", "like", "newest", "listed", "desk", "icontains")
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_COLUMNS = (
    *("id", "public_id", "title", "original_title", "body", "body_text", "language", "status"),
    *("published_at", "sort_at", "created_at", "updated_at"),
)
LIKE = (
    "SELECT id FROM articles_article WHERE status = 'published' AND {}"
    " ORDER BY published_at DESC, public_id DESC"
)


def measure(place: Workplace, empty: str, articles: int, turn: float) -> Iterator[Line]:
    """Yield the figures of a database with that many articles of its own."""
    kept = place.folder / f"{NAME}.json"
    if not kept.exists():
        place.progress(f"publishing {articles:,} articles to search among")
        place.shelf.copy(empty, NAME)
        kept.write_text(json.dumps(place.run("searching", articles, database=NAME, on_copy=False)))
    place.progress("searching as LIKE and the desk do")
    told = json.loads(kept.read_text()) | place.run("searching", database=NAME, on_copy=False)
    told |= served_figures(place, turn)
    yield Line("Search index, built", told["build"], "ms a document", wanted=at_most(2))
    yield Line("Search index against the text", told["index"], "MB", told["text"],
               told["index"] / told["text"], at_most(1.3))  # fmt: skip
    yield Line("Recall against a full scan", told["recall"], "share", wanted=at_least(1))
    for name in ASKED:
        least = 8 if name in COMMON else 100
        ours, like, newest, listed, desk, contains = (told[f"{name}, {what}"] for what in FIGURES)
        yield Line(f"Search, {name}, ranked, against LIKE", ours, "ms", like, like / ours,
                   at_least(least))  # fmt: skip
        yield Line(f"Search, {name}, newest first, against a list", newest, "ms", told["list"],
                   newest / told["list"], at_most(3))  # fmt: skip
        yield Line(f"A list of what holds it ({name}), against a list", listed, "ms", told["list"],
                   listed / told["list"], at_most(1.5))  # fmt: skip
        yield Line(f"Search, {name}, at the desk, against icontains", desk, "ms", contains,
                   contains / desk, at_least(100))  # fmt: skip


class Writer:
    """Writes texts whose words are as common and as rare as in any language."""

    def __init__(self) -> None:
        chance = random.Random(0)  # noqa: S311  (a pattern, not a secret)
        letters = [chr(0x4E00 + number * 6) for number in range(HAN)]
        common = list(accumulate(1 / (10 + number) for number in range(HAN)))
        self.words = list(dict.fromkeys(
            "".join(chance.choices(letters, cum_weights=common, k=chance.choice((2, 2, 2, 3))))
            for _ in range(2 * WORDS)
        ))[:WORDS]  # fmt: skip
        self._weights = list(accumulate(1 / (5 + number) for number in range(WORDS)))
        self._chance = random.Random(1)  # noqa: S311  (a pattern, not a secret)

    def text(self, words: int) -> str:
        found = self._chance.choices(self.words, cum_weights=self._weights, k=words)
        return "，".join("".join(found[at : at + 6]) for at in range(0, words, 6)) + "。"

    def length(self) -> int:
        return self._chance.randint(*WORDS_OF_TEXT)


def fill(number: int, writer: Writer) -> int:
    """Publish that many articles and return the bytes of their texts."""
    from articles.ingest.store.bulk import insert  # noqa: PLC0415  (models, once Django is set up)
    from articles.models import Article  # noqa: PLC0415

    chance, size = random.Random(2), 0  # noqa: S311  (a pattern, not a secret)
    for first in range(1, number + 1, PORTION):
        rows = []
        for n in range(first, min(first + PORTION, number + 1)):
            title, text = writer.text(8), writer.text(writer.length())
            size += len(title.encode()) + len(text.encode())
            moment = FIRST + timedelta(seconds=chance.random() * YEARS * 365 * 86_400)
            at = connection.ops.adapt_datetimefield_value(moment)
            public_id = "".join(chance.choices(_ALPHABET, k=12))
            rows.append((n, public_id, title, title, f"<p>{text}</p>", text, "zh", "published",
                         *[at] * 4))  # fmt: skip
        insert(Article, _COLUMNS, rows)
    return size


def served_figures(place: Workplace, turn: float) -> dict[str, float]:
    """Return the milliseconds that the production server takes, asked in turns."""
    asked = {"list": ARTICLES}
    for name, words in questions():
        query = " ".join(words)
        newest = {"q": query, "ordering": "-published_at"}
        asked[f"{name}, ranked"] = f"{SEARCH}?{urlencode({'q': query})}"
        asked[f"{name}, newest"] = f"{SEARCH}?{urlencode(newest)}"
        asked[f"{name}, listed"] = f"{ARTICLES}?{urlencode({'search': query})}"
    with served(place.shelf.url(NAME), place.folder) as (client, _worker):
        rates: dict[str, list[float]] = {what: [] for what in asked}
        for number in range(place.repeat):
            place.progress(f"searching, {number + 1} of {place.repeat}")
            for what, path in asked.items():
                rates[what].append(client.rate(path, turn))
    return {what: 1000 / median(some) for what, some in rates.items()}


def main(number: str = "") -> None:
    """Fill a database with that many articles; without a number measure one that is filled."""
    began = start()
    if number:
        tell(began, **filled(int(number)))
        return
    told: dict[str, float] = {}
    for name, words in questions():
        told |= {f"{name}, {what}": figure for what, figure in figures(words).items()}
    tell(began, **told, recall=min(recall(words) for _name, words in questions()))


def filled(count: int) -> dict[str, float]:
    from articles.search.rebuilding import rebuild  # noqa: PLC0415

    size = fill(count, Writer())
    call_command("rebuild_cards", stdout=io.StringIO())
    built = seconds(rebuild) * 1000 / count
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"build": built, "text": size / 1e6, "index": index_size() / 1e6}


def questions() -> list[tuple[str, list[str]]]:
    """Return the words of each search, by name."""
    words = Writer().words
    return [
        (name, [words[place] for place in places] or [words[0][0]])
        for name, places in ASKED.items()
    ]


def figures(words: list[str]) -> dict[str, float]:
    """Return milliseconds."""
    return {
        "like": scan(lambda: scanned(words)),
        "desk": 1000 * median(seconds(lambda: at_the_desk(words)) for _ in range(TURNS)),
        "icontains": scan(lambda: containing(words)),
    }


def scan(work: Callable[[], Any]) -> float:
    """Return the milliseconds of what reads all texts: of three times the median, or of one."""
    first = seconds(work)
    if first > LONG:
        return 1000 * first
    return 1000 * median([first, seconds(work), seconds(work)])


def at_the_desk(words: list[str]) -> list[Any]:
    """Return the first page of a search in the admin, which counts to its bound."""
    from articles.models import Article  # noqa: PLC0415

    desk, request = site.get_model_admin(Article), RequestFactory().get("/")
    rows = Article.objects.order_by("-pk").defer(*TEXTS)
    found, _is_double = desk.get_search_results(request, rows, " ".join(words))
    return list(desk.get_paginator(request, found, 50).page(1))


def containing(words: list[str]) -> list[Any]:
    """Return that page as the admin's own search finds and counts it."""
    from articles.models import Article  # noqa: PLC0415

    found = Article.objects.order_by("-pk").defer(*TEXTS)
    for word in words:
        found = found.filter(Q(title__icontains=word) | Q(body_text__icontains=word))
    return list(Paginator(found, 50).page(1))


def scanned(words: list[str]) -> list[int]:
    """Return the articles that hold all words, newest first, by reading all texts."""
    condition = " AND ".join(["(title LIKE %s OR body_text LIKE %s)"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(LIKE.format(condition), [f"%{w}%" for word in words for w in (word, word)])
        return [pk for (pk,) in cursor.fetchall()]


def recall(words: list[str]) -> float:
    from articles.models import Article  # noqa: PLC0415
    from articles.search.desk import search  # noqa: PLC0415

    found = set(search(Article.objects.all(), " ".join(words)).values_list("pk", flat=True))
    wanted = set(scanned(words))
    return len(found & wanted) / max(len(found | wanted), 1)


def index_size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Its rows hold what it is made of, and nothing else.
            cursor.execute("SELECT pg_total_relation_size('articles_searchrow')")
        else:
            cursor.execute("SELECT sum(length(block)) FROM article_search_data")
        return int(cursor.fetchone()[0])


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
