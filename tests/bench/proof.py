"""How many bodies of real documents are proved clean without bleach."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from articles.ingest import collect
from articles.ingest.known import Known
from articles.ingest.workers import Orders, read_one
from articles.text.html import Unclean
from tests.bench.measure import ROOT, Line, at_least

LEAST_PROVED = 0.98


def measure() -> list[Line]:
    """Read all real documents there are; none gives no line."""
    bodies, doubtful = count(real_material())
    if not bodies:
        return []
    share = (bodies - doubtful) / bodies
    return [Line("Real bodies proved clean without bleach, of", bodies, "bodies", ratio=share,
                 wanted=at_least(LEAST_PROVED))]  # fmt: skip


def real_material() -> Path:
    return Path(os.environ.get("NEWSROOM_CORPORA") or ROOT.parent / "shared")


def count(folder: Path) -> tuple[int, int]:
    """Return how many bodies there were, and how many of them were refused or went to bleach."""
    if not (folder / "corpora").is_dir():
        return 0, 0
    counted = Counted()
    roots = collect.roots([str(folder / "corpora")])
    orders = Orders(Known())
    for found in collect.collect(roots, most=orders.known.max_document_bytes):
        read_one(found, orders)
    return counted.bodies, counted.doubtful


class Counted:
    """Counts on the way of bodies through the cleaner."""

    def __init__(self) -> None:
        self.bodies = self.doubtful = 0
        cleaning: Any = import_module("articles.text.html.clean")
        reading: Any = import_module("articles.ingest.clean.markup")
        self._settled, self._clean = cleaning.settled, reading.clean_html
        self._is_certified = cleaning.is_certified
        cleaning.settled, reading.clean_html = self.settled, self.clean

    def settled(self, html: str) -> str:
        self.doubtful += not self._is_certified(html)
        return str(self._settled(html))

    def clean(self, html: str) -> str:
        self.bodies += bool(html)
        before = self.doubtful
        try:
            return str(self._clean(html))
        except Unclean:
            self.doubtful = before + 1
            raise


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(str, measure())))
