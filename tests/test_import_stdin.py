"""`import_articles -`: standard input has no place, its documents are known by their bytes."""

from __future__ import annotations

import io
import sys

import pytest

from articles.choices import RunStatus, Status
from articles.models import Article, Document, ImportRun
from tests.archives import tarred, zipped
from tests.builders import edit
from tests.documents import document, undo
from tests.test_import_command import command

pytestmark = pytest.mark.django_db

ADDRESS = "http://post.example/harbour"


@pytest.fixture
def pipe(monkeypatch):
    """Give a function that pipes bytes into the command and returns the lines of its report."""

    def pipe(data: str | bytes, *options: str) -> list[str]:
        given = io.BytesIO(data.encode() if isinstance(data, str) else data)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
        return command("-", *options)[0]

    return pipe


def members(*subjects: str) -> dict[str, bytes]:
    """Return the files of an archive, named alike whatever is in them."""
    return {
        f"posts/{number}.md": document(subject).encode()
        for number, subject in enumerate(subjects, 1)
    }


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_an_archive_leaves_articles_alone_that_came_of_another(pipe, pack):
    pipe(pack(members("harbour", "orchard")), "--publish")

    lines = pipe(pack(members("library", "tramway")))

    assert lines == [
        "Imported        -!posts/1.md: Created “What the library needs”",
        "Imported        -!posts/2.md: Created “What the tramway needs”",
    ]
    public = Article.objects.filter(status=Status.PUBLISHED).order_by("pk")
    assert [one.title for one in public] == ["What the harbour needs", "What the orchard needs"]


def test_a_document_leaves_articles_alone_that_came_of_another(pipe):
    pipe(document("harbour"))

    lines = pipe(document("orchard"))

    assert lines == ["Imported        -: Created “What the orchard needs”"]
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    "data", [document().encode(), zipped(members("harbour"))], ids=["document", "archive"]
)
def test_the_same_bytes_are_unchanged_whatever_came_between(pipe, data):
    (first,) = pipe(data)
    pipe(document("orchard"))

    lines = pipe(data)

    assert lines == [first.split(": ")[0].replace("Imported ", "Unchanged")]
    assert Article.objects.count() == 2


def test_a_member_that_changed_is_known_by_its_address(pipe):
    pipe(zipped({"a.md": document(url=ADDRESS).encode()}))

    lines = pipe(zipped({"a.md": document(url=ADDRESS, ending=" now").encode()}))

    assert lines == ["Imported        -!a.md: Updated “What the harbour needs”"]
    assert Article.objects.count() == 1


def test_the_same_text_in_other_bytes_is_a_duplicate(pipe):
    pipe(document())

    assert pipe(document(title="A copy")) == ["Imported        -: Duplicate “A copy”"]


def test_empty_input_takes_nothing_from_what_came_before(pipe):
    pipe(document())

    lines = pipe(b"")

    assert lines == ["Refused         -: empty"]
    kept = Article.objects.get().origins.get().document
    assert (kept.refusal, kept.source.name) == ("", "Harbour Post")


def test_what_is_refused_is_tried_again_at_its_own_bytes(pipe):
    for _ in range(2):
        pipe(b"\x00\x01\x02" * 99)
        pipe(zipped({"inner.zip": zipped(members("harbour"))}))

    assert [str(one) for one in Document.objects.order_by("pk")] == ["-", "-!inner.zip"]


def test_an_archive_that_was_cut_off_is_told_when_it_comes_whole(pipe):
    whole = zipped(members("harbour", "orchard"))
    assert pipe(whole[:-40])[-1].startswith("Refused         -: the archive is damaged")

    lines = pipe(whole)

    assert lines == [
        "Unchanged       -!posts/1.md",
        "Unchanged       -!posts/2.md",
        "Without article -",
    ]
    assert pipe(whole) == lines[:2]


def test_the_vault_reads_each_pipe_once_more(pipe):
    pipe(document("harbour"))
    pipe(document("orchard"))

    assert command("--from-vault")[0] == ["Unchanged       -"] * 2


def test_a_plan_of_the_vault_holds_for_each_pipe(pipe, tmp_path):
    pipe(document("harbour"))
    pipe(document("orchard"))
    path = tmp_path / "vault.plan"
    command("--from-vault", "--dry-run", "--save", path)

    assert command("--apply", path)[0] == ["Unchanged       -"] * 2


def test_a_pipe_is_undone_by_itself(pipe):
    pipe(document("harbour"))
    pipe(document("orchard"))

    undo(ImportRun.objects.latest("pk").pk)

    assert Article.objects.get().title == "What the harbour needs"
    assert Document.objects.count() == 1
    assert ImportRun.objects.latest("pk").status == RunStatus.UNDONE


def test_an_article_that_no_undo_takes_is_named_at_standard_input(pipe):
    pipe(document())
    edit(Article.objects.get(), title="By an editor")

    lines, _told = undo(ImportRun.objects.get().pk)

    assert [line.split(": ")[0] for line in lines] == ["Kept “By an editor” of -"]
