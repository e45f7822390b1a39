"""Two imports at once, of halves that overlap."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Count, F

from tests.bench.measure import Line, Workplace, at_most, start, tell


def measure(place: Workplace, empty: str, folders: list[Path]) -> list[Line]:
    """Run both, then once more both; say how long, and what is there twice or not at all."""
    halves = [folders[:3], folders[1:]]
    place.shelf.copy(empty, "together")
    place.progress("two imports at once")
    told = place.run_together(
        [("imports", 1, *half) for half in halves], database="together", on_copy=False
    )
    seconds = max(float(one["seconds"]) for one in told)
    left = place.run("together", *folders, database="together", on_copy=False)
    return [
        Line("Two imports at once, three quarters each, half of them shared", seconds, "s"),
        Line("Documents and articles that they left twice or not at all", left["wrong"], "rows",
             wanted=at_most(0)),
    ]  # fmt: skip


def wrong(folders: list[Path]) -> int:
    """Return how many documents, articles and pairs of both are not there once."""
    files = sum(1 for folder in folders for _ in folder.iterdir())
    article, document, origin = (
        apps.get_model("articles", name) for name in ("Article", "Document", "Origin")
    )
    texts = article.objects.values("fingerprint").annotate(n=Count("pk")).filter(n__gt=1).count()
    missing = [abs(files - model.objects.count()) for model in (article, document, origin)]
    elsewhere = origin.objects.exclude(fingerprint=F("article__fingerprint")).count()
    return int(texts + elsewhere + sum(missing))


def main(*folders: str) -> None:
    django.setup()
    began = start()
    tell(began, wrong=wrong([Path(folder) for folder in folders]))


if __name__ == "__main__":
    main(*sys.argv[1:])
