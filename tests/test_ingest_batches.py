"""Batches on their way: what needs no reading goes together, what changed meanwhile is read."""

from __future__ import annotations

from typing import Any
from zipfile import ZipFile

import pytest

from articles.ingest import batches, collect, pipeline
from articles.ingest.batches import Batch, joined
from articles.ingest.pipeline import Options
from articles.ingest.records import Found, Place
from articles.ingest.store import Seen
from articles.models import Document, RunDocument
from tests.documents import document


def batch(*names, size=10, is_unchanged=True):
    found = [Found(Place("/", name), b"", size, name) for name in names]
    seen = {one.place: Seen(1, one.sha256, 1, None, "", 1, 1) for one in found}
    return Batch(found, seen if is_unchanged else {}, list)


def names(batches):
    return ["".join(one.place.path for one in batch.found) for batch in batches]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        ([batch("a", "b"), batch("c"), batch("d")], ["abc", "d"]),
        ([batch("a", is_unchanged=False), batch("b"), batch("c")], ["a", "bc"]),
        ([batch("a"), batch("b", is_unchanged=False), batch("c")], ["a", "b", "c"]),
        ([batch("a", size=50), batch("b"), batch("c")], ["a", "bc"]),
    ],
    ids=["none", "until there are enough bytes", "after", "around", "a large one"],
)
def test_neighbours_that_need_no_reading_go_together(given, expected):
    together = list(joined(given, most=30))

    assert names(together) == expected
    assert all(len(one.unchanged) in (0, len(one.found)) for one in together)


def test_documents_of_nearly_no_bytes_go_together_up_to_a_number(monkeypatch):
    monkeypatch.setattr(batches, "MOST_TOGETHER", 3)
    given = [batch("a", "b", size=0), batch("c", size=0), batch("d", size=0)]

    assert names(joined(given, most=30)) == ["abc", "d"]


@pytest.mark.django_db
def test_archives_that_hold_nothing_fill_a_batch_too(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_FOUND", 2)
    ZipFile(tmp_path / "a.zip", "w").close()
    for name in "bc":
        (tmp_path / f"{name}.md").write_text(document(f"lock {name}"))
    told: list[int] = []

    pipeline.run(
        collect.roots([str(tmp_path)]), Options(), report=lambda done: told.append(len(done))
    )

    assert told == [1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("do", ["delete", "refuse"])
def test_a_document_that_changed_after_it_was_found_unchanged_is_read_after_all(tmp_path, do):
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(document(f"lock {name}"))
    roots = collect.roots([str(tmp_path)])
    pipeline.run(roots, Options(), report=lambda done: None)
    told: list[Any] = []

    def meanwhile():
        lost = Document.objects.filter(path="b.md")
        lost.delete() if do == "delete" else lost.update(refusal="undone")
        return False

    summary = pipeline.run(roots, Options(), report=told.extend, is_stopped=meanwhile)

    assert summary.documents["unchanged"] == 2
    assert [done.plan is None for done in told] == [True, False, True]
    assert RunDocument.objects.filter(run=summary.run).count() == 3
    assert Document.objects.filter(path="b.md", refusal="").exists()
