"""The ratchet: real documents are read no worse than they were, and never below the floors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, Place
from articles.ingest.refusals import Refusal, Refused
from tests import pin_reading, reading_figures
from tests.reading_figures import SETS, Figures
from tests.test_ingest_reading import is_partition

# What a real document may be refused for.
REASONS = {
    Refusal.UNKNOWN_FORMAT,
    Refusal.UNKNOWN_ENCODING,
    Refusal.BINARY,
    Refusal.EMPTY,
    Refusal.BAD_HEADER,
    Refusal.UNSAFE_BODY,
}


def reading_or_refusal(path: Path) -> DocumentReading | Refused:
    data = path.read_bytes()
    try:
        return read(Found(Place("", path.name), data, len(data), ""), Known())
    except Refused as refused:
        return refused


@cache
def measured(corpora: Path, name: str) -> Figures:
    if not (corpora / SETS[name].labels).exists():
        pytest.skip(f"{name} is not among the real material here")
    if name not in reading_figures.pinned():
        pytest.skip(f"{name} is not pinned: python -m tests.pin_reading --set {name}")
    return reading_figures.measure(corpora, name)


@pytest.mark.corpora
@pytest.mark.parametrize("name", SETS)
def test_labelled_documents_score_above_their_floors(corpora, name):
    assert reading_figures.missed(name, measured(corpora, name)) == {}


@pytest.mark.corpora
@pytest.mark.parametrize("name", SETS)
def test_no_figure_is_worse_than_the_one_pinned(corpora, name):
    figures = measured(corpora, name)
    pinned = reading_figures.pinned()[name]
    if reading_figures.digest(corpora, name) != pinned["digest"]:
        pytest.skip(f"{name} holds other documents than were pinned: python -m tests.pin_reading")

    assert reading_figures.lost(figures, pinned["figures"]) == {}


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["front_matter", "page_text", "exports", "pages_zh", "pages_en"])
def test_every_real_document_is_read_or_refused_with_a_reason(corpora, folder):
    for path in sorted((corpora / "corpora" / folder).rglob("*")):
        if path.is_file():
            said = reading_or_refusal(path)
            if isinstance(said, Refused):
                assert said.reason in REASONS, path
            else:
                assert is_partition(said), path


# The ratchet itself, on a set made here.


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    """A folder as the real material is laid out, with one set of one document, nothing pinned."""
    (tmp_path / "evaluate").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "evaluate" / "score.py").write_text(
        "def score_document(gold, plan, path):\n"
        "    found = [one['title'] for one in plan.get('articles', [])]\n"
        "    return {'conserved': 1.0, 'title': float(found == gold['titles'])}\n"
    )
    monkeypatch.setattr(reading_figures, "PINNED", tmp_path / "pinned.json")
    write(tmp_path, "A day on the quay", ["A day on the quay"])
    folder: Path = tmp_path
    return folder


def write(folder: Path, title: str, labelled: list[str]) -> None:
    (folder / "seeds" / "a.md").write_text(f"---\ntitle: {title}\n---\nThe ferry left at six.\n")
    (folder / "gold" / "seeds.json").write_text(json.dumps({"a.md": {"titles": labelled}}))


def pin(folder: Path, *options: str) -> int:
    return pin_reading.main([str(folder), *options])


def test_figures_are_pinned_with_a_digest_of_what_they_were_measured_on(small):
    assert pin(small) == 0
    before = reading_figures.pinned()["seeds"]
    write(small, "Another day", ["Another day"])

    assert before["figures"] == {"conserved": 1.0, "title": 1.0}
    assert before["digest"] != reading_figures.digest(small, "seeds")


def test_a_worse_figure_is_not_pinned_unless_it_is_said(small, capsys):
    pin(small)
    write(small, "Another day", ["A day on the quay"])

    assert pin(small) == 1
    assert "seeds title 0.0000, wanted 0.9300\n" in capsys.readouterr().err.replace(":", "")
    assert reading_figures.pinned()["seeds"]["figures"]["title"] == 1.0
    assert pin(small, "--lower") == 0
    assert reading_figures.pinned()["seeds"]["figures"]["title"] == 0.0


def test_a_set_that_is_not_there_is_passed_over(small, capsys):
    assert pin(small, "--set", "compilations") == 0
    assert capsys.readouterr().err == "compilations: not there\n"


def test_a_figure_may_waver_by_less_than_a_label():
    assert reading_figures.lost({"body": 0.986}, {"body": 0.99}) == {}
    assert reading_figures.lost({"body": 0.98}, {"body": 0.99}) == {"body": (0.98, 0.99)}
    assert reading_figures.lost({}, {"body": 0.99}) == {"body": (0.0, 0.99)}


def test_floors_are_of_each_figure_and_of_their_mean():
    assert reading_figures.missed("seeds", {"body": 0.97, "title": 0.94, "conserved": 1.0}) == {
        "mean": ((0.97 + 0.94 + 1.0) / 3, 0.98)
    }
    assert reading_figures.missed("page_text", {"body": 0.5, "conserved": 0.98}) == {
        "body": (0.5, 0.88),
        "conserved": (0.98, 0.99),
    }


def test_a_document_that_is_refused_scores_as_one_without_articles(tmp_path):
    (tmp_path / "empty.txt").write_text("")

    assert reading_figures.planned(tmp_path / "empty.txt") == {}
