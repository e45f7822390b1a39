from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from articles.ingest.plan import Action, document_json
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, Known, Place, Refusal, Refused
from tests.test_ingest_reading import is_partition

pytestmark = pytest.mark.corpora

# What a text of a real page may be refused for; exports and whole pages have no reader yet.
REASONS = {
    Refusal.UNKNOWN_FORMAT,
    Refusal.UNKNOWN_ENCODING,
    Refusal.BINARY,
    Refusal.EMPTY,
    Refusal.BAD_HEADER,
}


def plans(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".json":
            data = path.read_bytes()
            document = read(Found(Place(str(folder), path.name), data, len(data), ""), Known())
            actions = [Action("create") for _ in document.articles]
            found[path.name] = document_json(document, actions)
    return found


def reading_or_refusal(path: Path) -> DocumentReading | Refused:
    data = path.read_bytes()
    try:
        return read(Found(Place("", path.name), data, len(data), ""), Known())
    except Refused as refused:
        return refused


def scores(corpora: Path, labels: Path, folder: Path) -> dict[str, float]:
    """Return the mean of each figure over the labelled documents."""
    score = runpy.run_path(str(corpora / "evaluate" / "score.py"))["score_document"]
    planned = plans(folder)
    figures: dict[str, list[float]] = {}
    for name, gold in json.loads(labels.read_text("utf-8")).items():
        for figure, value in score(gold, planned[name], folder / name).items():
            figures.setdefault(figure, []).append(value)
    return {figure: sum(values) / len(values) for figure, values in figures.items()}


def test_the_five_samples_are_read_as_they_are_labelled(corpora):
    figures = scores(corpora, corpora / "gold" / "seeds.json", corpora / "seeds")

    assert sum(figures.values()) / len(figures) >= 0.96
    assert min(figures.values()) >= 0.93
    assert figures["conserved"] >= 0.99


@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        pytest.param(
            "front_matter/replay",
            {"title": 0.97, "originally_published_at": 0.97, "body": 0.97},
            id="front-matter",
        ),
        pytest.param("compilations", {"boundaries": 0.9}, id="compilations"),
    ],
)
def test_labelled_documents_score_above_their_floors(corpora, folder, floors):
    place = corpora / "corpora" / folder
    figures = scores(corpora, place / "gold.json", place)

    assert {figure: figures[figure] >= floor for figure, floor in floors.items()} == dict.fromkeys(
        floors, True
    )
    assert figures["conserved"] >= 0.99


@pytest.mark.parametrize("folder", ["front_matter", "page_text", "exports", "pages_zh", "pages_en"])
def test_every_real_document_is_read_or_refused_with_a_reason(corpora, folder):
    for path in sorted((corpora / "corpora" / folder).rglob("*")):
        if path.is_file():
            said = reading_or_refusal(path)
            if isinstance(said, Refused):
                assert said.reason in REASONS, path
            else:
                assert is_partition(said), path
