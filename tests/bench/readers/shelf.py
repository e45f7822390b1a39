"""Fills a database with published articles: python -m tests.bench.readers.shelf NUMBER."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from tests.bench.material import Writer
from tests.bench.measure import start, tell

CHARACTERS = 2_000
TEXTS = 400  # different ones
NAMES = 3_000  # of people in the credits
PICTURES = 5_000
SOURCES = 40
ROOTS, BRANCHES = 10, 5
PORTION = 5_000
FIRST = datetime(2015, 1, 1, tzinfo=UTC)
# How many of a rare source, category and name there are.
RARE = 30
# The floor and the obvious way read articles themselves, where the product keeps no such index.
OF_THE_FLOOR = """
CREATE INDEX bench_list ON articles_article (status, published_at DESC, public_id DESC)
"""
RARE_NAME = "稀"
RARE_SOURCE = "A rare source"
RARE_CATEGORY = "A rare category"
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_ROLES = ("author", "editor", "photographer")
_ARTICLE = (
    *("id", "public_id", "source_id", "title", "original_title", "subtitle", "summary", "body"),
    *("body_text", "language", "status", "published_at", "sort_at", "created_at", "updated_at"),
)


def fill(number: int) -> None:
    """Make `number` published articles and their cards; every 30,000th part of them is rare."""
    from articles.ingest.store.bulk import insert  # noqa: PLC0415  (models, once Django is set up)
    from articles.models import (  # noqa: PLC0415
        Article,
        ArticleImage,
        Category,
        Credit,
        Image,
        Source,
    )

    writer = Writer(1)
    sources = [Source.objects.create(name=f"Source {n}").pk for n in range(SOURCES)]
    sources.append(Source.objects.create(name=RARE_SOURCE).pk)
    categories = list(_categories(Category))
    insert(Image, ("id", "public_id", "url", "width", "height", "created_at"), [
        (n, _public_id(n), f"https://pictures.example/{n}.jpg", 1600, 900, _stored(0))
        for n in range(1, PICTURES + 1)
    ])  # fmt: skip
    texts = ["\n\n".join(writer.paragraphs(CHARACTERS)) for _ in range(TEXTS)]
    bodies = ["".join(f"<p>{one}</p>" for one in text.split("\n\n")) for text in texts]
    names = [writer.name() for _ in range(NAMES)]
    titles = [writer.title() for _ in range(10_000)]
    for first in range(1, number + 1, PORTION):
        some = range(first, min(first + PORTION, number + 1))
        chance = random.Random(first)  # noqa: S311  (a pattern, not a secret)
        is_rare = {n: n % max(1, number // RARE) == 0 for n in some}
        of = {n: -1 if is_rare[n] else int(SOURCES * chance.random() ** 3) for n in some}
        insert(Article, _ARTICLE, [
            (n, _public_id(n), sources[of[n]], titles[n % len(titles)] + str(n), "", "",
             texts[n % TEXTS][:100], bodies[n % TEXTS], texts[n % TEXTS],
             "zh" if n % 3 else "en", "published", *[_stored(n)] * 4)
            for n in some
        ])  # fmt: skip
        insert(Article.categories.through, ("article_id", "category_id"),
               _links(some, is_rare, categories, chance))  # fmt: skip
        insert(Credit, ("article_id", "role", "label", "name", "position"), [
            (n, _ROLES[place], "", RARE_NAME if is_rare[n] else chance.choice(names), place)
            for n in some for place in range(2)
        ])  # fmt: skip
        insert(ArticleImage, ("article_id", "image_id", "role", "position"), [
            (n, 1 + n % PICTURES, "lead", 0) for n in some if n % 5 < 3
        ])  # fmt: skip


def _links(
    some: range, is_rare: dict[int, bool], categories: list[int], chance: random.Random
) -> Iterator[tuple[int, int]]:
    for n in some:
        if is_rare[n]:
            yield n, categories[-1]
        places = {int((len(categories) - 1) * chance.random() ** 2) for _ in range(2)}
        yield from ((n, categories[place]) for place in places)


def _categories(model: Any) -> Iterator[int]:
    for n in range(ROOTS):
        root = model.objects.create(name=f"Category {n}")
        yield root.pk
        for m in range(BRANCHES):
            yield model.objects.create(name=f"Category {n}.{m}", parent=root).pk
    yield model.objects.create(name=RARE_CATEGORY).pk


def _public_id(number: int) -> str:
    """Return a public id that is as scattered as a random one."""
    digits, left = [], number * 2_654_435_761 % 2**57
    for _place in range(12):
        left, digit = divmod(left, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)


def _stored(number: int) -> Any:
    """Return a moment: ten articles share each minute."""
    return connection.ops.adapt_datetimefield_value(FIRST + timedelta(minutes=number // 10))


def main(number: str) -> None:
    began = start()
    fill(int(number))
    call_command("rebuild_cards", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute(OF_THE_FLOOR)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    tell(began)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
