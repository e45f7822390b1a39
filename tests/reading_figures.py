"""How well real documents are read: the sets with labels, their floors, and what was measured."""

from __future__ import annotations

import hashlib
import json
import runpy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.ingest.known import Known
from articles.ingest.plan import Action, document_json
from articles.ingest.reading import read
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refused

PINNED = Path(__file__).parent / "golden" / "reading.json"
# What a figure may lose before it counts as a loss: less than one small label in the smallest set.
EPSILON = 0.005
CONSERVED = 0.99

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Labelled documents: where they are, and what reading them must reach whatever was pinned."""

    labels: str
    folder: str
    floors: Mapping[str, float] = field(default_factory=dict)
    mean: float = 0.0
    each: float = 0.0


SETS = {
    "seeds": GoldSet(
        "gold/seeds.json", "seeds", {"title": 0.93, "truncated": 0.93}, mean=0.98, each=0.96
    ),
    "front_matter": GoldSet(
        "corpora/front_matter/replay/gold.json",
        "corpora/front_matter/replay",
        {"title": 0.99, "originally_published_at": 0.99, "body": 0.99},
    ),
    "compilations": GoldSet(
        "corpora/compilations/gold.json", "corpora/compilations", {"boundaries": 0.95}
    ),
    "compilations_plain": GoldSet(
        "corpora/compilations_plain/gold.json", "corpora/compilations_plain", {"boundaries": 0.70}
    ),
    "page_text": GoldSet(
        "corpora/page_text/gold.json",
        "corpora/page_text",
        {
            "body": 0.88,
            "leakage": 0.90,
            "title": 0.85,
            "originally_published_at": 0.90,
            "source": 0.75,
        },
    ),
    "pages_en": GoldSet(
        "corpora/pages_en/gold.json",
        "corpora/pages_en",
        # Seven of the thirty labels name a day that their page does not print as the article's, or
        # the wrong year: 0.77 is the most that an honest reader can reach there.
        {"body": 0.93, "title": 0.85, "originally_published_at": 0.73},
    ),
}


def digest(corpora: Path, name: str) -> str:
    """Return the SHA-256 of a set: its labels, and the names and bytes of its documents."""
    labels = corpora / SETS[name].labels
    whole = hashlib.sha256(labels.read_bytes())
    for path in _documents(corpora, name):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def measure(corpora: Path, name: str) -> Figures:
    """Return the mean of each figure over the labelled documents of a set."""
    score = runpy.run_path(str(corpora / "evaluate" / "score.py"))["score_document"]
    labels = json.loads((corpora / SETS[name].labels).read_text("utf-8"))
    found: dict[str, list[float]] = {}
    for path in _documents(corpora, name):
        for figure, value in score(labels[path.name], planned(path), path).items():
            found.setdefault(figure, []).append(value)
    return {figure: round(sum(all_) / len(all_), 4) for figure, all_ in sorted(found.items())}


def planned(path: Path) -> dict[str, Any]:
    """Return the plan of a document, or an empty one where it is refused."""
    data = path.read_bytes()
    try:
        document = read(Found(Place("", path.name), data, len(data), ""), Known())
    except Refused:
        return {}
    return document_json(document, [Action("create") for _ in document.articles])


def missed(name: str, figures: Figures) -> dict[str, tuple[float, float]]:
    """Return the figures below their floors, each with the floor."""
    wanted = SETS[name]
    least = {figure: wanted.floors.get(figure, wanted.each) for figure in figures}
    least["conserved"] = max(CONSERVED, least.get("conserved", 0.0))
    found = figures | {"mean": sum(figures.values()) / len(figures)}
    least["mean"] = wanted.mean
    return {
        figure: (found[figure], floor) for figure, floor in least.items() if found[figure] < floor
    }


def lost(figures: Figures, pinned: Figures) -> dict[str, tuple[float, float]]:
    """Return the figures that are worse than those pinned, each with both values."""
    return {
        figure: (figures.get(figure, 0.0), before)
        for figure, before in pinned.items()
        if figures.get(figure, 0.0) < before - EPSILON
    }


def pinned() -> dict[str, dict[str, Any]]:
    """Return by set the digest and the figures that were measured and kept."""
    return json.loads(PINNED.read_text("utf-8")) if PINNED.exists() else {}


def _documents(corpora: Path, name: str) -> list[Path]:
    names = set(json.loads((corpora / SETS[name].labels).read_text("utf-8")))
    folder = corpora / SETS[name].folder
    return sorted(path for path in folder.rglob("*") if path.name in names)
