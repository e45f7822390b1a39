"""An archive comes in, is changed, cut off and renamed, and nothing is lost or doubled."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from articles.choices import Outcome
from articles.ingest import pipeline, store
from articles.ingest.records import Place
from articles.ingest.refusals import Refusal
from articles.ingest.store.facts import at
from articles.models import Article, Document, ImportRun, Origin
from tests.archives import tarred, zipped
from tests.documents import document, forget, rows, run, write

pytestmark = pytest.mark.django_db

MIXED: dict[str, bytes | str] = {
    "2021/harbour.md": document("harbour"),
    "2021/orchard.txt": document("orchard").encode("gb18030"),
    "2022/library.md": document("library", source="Evening Bell"),
    "2022/photo.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "2022/labels.json": '{"labels": [1, 2, 3]}',
    ".DS_Store": b"\0\0\0\1Bud1",
}


def outcomes(done):
    return {
        one.found.place.member: (
            "unchanged"
            if one.plan is None
            else (one.plan.reading.refused and one.plan.reading.refused.reason.value)
            or [step.action.value for step in one.plan.steps]
        )
        for one in done
    }


@pytest.mark.parametrize("pack", [zipped, tarred, lambda files: tarred(files, packing="gz")])
def test_the_story_of_an_archive(tmp_path, pack):
    archive = write(tmp_path, "posts.archive", pack(MIXED))

    # It comes in: its documents become articles, the picture and the labels beside them are told.
    _summary, done = run(tmp_path)
    assert outcomes(done) == {
        "2021/harbour.md": ["create"],
        "2021/orchard.txt": ["create"],
        "2022/library.md": ["create"],
        "2022/photo.png": "binary",
        "2022/labels.json": "unknown_format",
    }
    assert Article.objects.count() == 3

    # Once more: nothing happens.
    before = rows()
    _summary, done = run(tmp_path)
    assert set(outcomes(done).values()) == {"unchanged", "binary", "unknown_format"}
    assert rows() == before

    # One member was corrected, another taken out.
    changed = {**MIXED, "2021/harbour.md": document("harbour", ending=" with a corrected end")}
    del changed["2022/library.md"]
    write(tmp_path, "posts.archive", pack(changed))
    _summary, done = run(tmp_path)
    assert outcomes(done)["2021/harbour.md"] == ["update"]
    assert outcomes(done)["2021/orchard.txt"] == "unchanged"
    assert Article.objects.count() == 3
    assert Article.objects.filter(body_text__contains="with a corrected end").count() == 1

    # The archive comes cut off: what is there is unchanged, the run says what is wrong.
    whole = rows()
    write(tmp_path, "posts.archive", pack(changed).rstrip(b"\0")[:-200])
    _summary, done = run(tmp_path)
    assert done[-1].found.refused.reason == Refusal.BAD_ARCHIVE
    assert done[-1].found.place.member == ""
    assert {"update", "create"}.isdisjoint(str(outcomes(done)))
    assert {name: whole[name] for name in ("articles", "origins", "credits")} == {
        name: found for name, found in rows().items() if name in ("articles", "origins", "credits")
    }

    # It is whole again, under another name: its members are known by their bytes.
    archive.unlink()
    write(tmp_path, "renamed.archive", pack(changed))
    _summary, done = run(tmp_path)
    assert outcomes(done)["2021/harbour.md"] == ["duplicate"]
    assert Article.objects.count() == 3
    places = Document.objects.filter(path="renamed.archive", refusal="")
    assert Origin.objects.filter(document__in=places).count() == 2


def test_an_archive_that_was_refused_stands_so_until_it_comes_whole(tmp_path):
    files = {f"{subject}.md": document(subject) for subject in ("harbour", "orchard", "library")}
    write(tmp_path, "a.tar", tarred(files)[:-9_000])
    _summary, done = run(tmp_path)
    assert str(done[-1].found.place) == "a.tar"
    refused = Document.objects.get(member="")
    assert refused.refusal == Refusal.BAD_ARCHIVE

    # It comes whole, and is a document of that run for once; its members are what they always are.
    write(tmp_path, "a.tar", tarred(files))
    summary, done = run(tmp_path)
    assert {str(one.found.place): one.plan and one.plan.outcome for one in done} == {
        "a.tar!harbour.md": None,
        "a.tar!orchard.md": Outcome.PLANNED,
        "a.tar!library.md": Outcome.PLANNED,
        "a.tar": Outcome.WITHOUT_ARTICLE,
    }
    assert not Document.objects.filter(refusal__gt="").exists()
    assert refused.run_documents.count() == summary.read - 2 == 2
    healed = rows()

    # From then on there is nothing to say of it.
    _summary, done = run(tmp_path)
    assert [str(one.found.place) for one in done] == [f"a.tar!{name}" for name in files]

    # All else is as if it had come whole at once.
    forget()
    run(tmp_path)
    itself = ("a.tar", "", "", "[]", "")
    healed["documents"].remove(itself)
    assert rows() == healed


def test_a_run_that_is_undone_leaves_an_archive_as_refused_as_it_was(tmp_path):
    files = {"a.md": document("harbour"), "b.md": document("orchard")}
    write(tmp_path, "a.tar", tarred(files)[:-9_000])
    run(tmp_path)
    write(tmp_path, "a.tar", tarred(files))
    run(tmp_path)

    store.undo(ImportRun.objects.latest("pk"))

    assert Document.objects.get(member="").refusal == Refusal.BAD_ARCHIVE


def test_a_plan_for_an_archive_that_comes_whole_holds(tmp_path):
    files = {"a.md": document("harbour"), "b.md": document("orchard")}
    write(tmp_path / "in", "a.tar", tarred(files)[:-9_000])
    run(tmp_path / "in")
    write(tmp_path / "in", "a.tar", tarred(files))
    plan = tmp_path / "plan"

    command("--dry-run", "--save", plan, tmp_path / "in")
    command("--apply", plan)

    assert not Document.objects.filter(refusal__gt="").exists()
    assert Article.objects.count() == 2


def command(*arguments: object) -> None:
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_articles", *map(str, arguments), **silent)


def test_archives_that_come_whole_cost_a_query_a_batch_and_no_row(
    tmp_path, django_assert_max_num_queries
):
    for number in range(30):
        write(tmp_path, f"{number}.zip", zipped({}))

    with django_assert_max_num_queries(20):
        summary, done = run(tmp_path)

    assert (summary.read, done) == (0, [])
    assert not Document.objects.exists()


def test_a_document_whose_place_an_archive_took_keeps_its_article(tmp_path):
    write(tmp_path, "a", document("harbour"))
    run(tmp_path)
    write(tmp_path, "a", tarred({"b.md": document("orchard")})[:-9_500])
    run(tmp_path)
    write(tmp_path, "a", tarred({"b.md": document("orchard")}))
    run(tmp_path)
    write(tmp_path, "a", document("harbour"))

    _summary, done = run(tmp_path)

    assert [step.action.value for one in done if one.plan for step in one.plan.steps] == [
        "unchanged"
    ]
    assert Article.objects.count() == 2


def test_an_archive_gives_the_articles_of_the_folder_it_was_packed_from(tmp_path):
    for name, data in MIXED.items():
        write(tmp_path / "folder", name, data)
    write(tmp_path / "archive", "a.zip", zipped(MIXED))

    run(tmp_path / "folder")
    folder = rows()
    forget()
    run(tmp_path / "archive")

    assert rows()["articles"] == folder["articles"]
    assert rows()["blobs"] == folder["blobs"]


def test_workers_give_the_rows_of_one_process(tmp_path):
    write(tmp_path, "a.tar", tarred({f"{n}.md": document(f"subject{n}") for n in range(20)}))
    write(tmp_path, "b.tar", tarred(MIXED)[:-20_000])

    run(tmp_path)
    alone = rows()
    forget()
    run(tmp_path, workers=2)

    assert rows() == alone


def test_a_batch_of_an_archive_looks_up_its_own_members_only(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 5)
    write(tmp_path, "a.zip", zipped({f"{n}.md": document(f"subject{n}") for n in range(20)}))
    run(tmp_path)
    places = [Place(str(tmp_path), "a.zip", f"{n}.md") for n in range(5)]

    assert Document.objects.filter(at(places)).count() == 5
