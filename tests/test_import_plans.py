"""`--save` and `--apply`: what a plan says is done exactly, or not at all."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import transaction

from articles.ingest import collect, pipeline, store
from articles.ingest.pipeline import Options
from articles.management.saved_plan import Checking, SavedPlan
from articles.models import Article, Category, Document, ImportRun, Source, SourceLabel
from tests.builders import edit
from tests.documents import rows, run, several, write
from tests.test_import_command import Terminal, command

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A first import, and a second one to be planned: new, changed, copied, refused files."""
    folder = tmp_path / "documents"
    for subject in ("harbour", "orchard", "library"):
        write(folder, f"{subject}.txt", subject=subject, labels=("City",))
    run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans", labels=("City",))
    write(folder, "new/copy.txt", subject="tramway", title="A copy")
    write(folder, "new/tramway.txt", subject="tramway", url="http://post.example/1")
    write(folder, "new/version.txt", subject="tramway", url="http://post.example/1", ending=" now")
    write(folder, "new/dump.txt", several("museum", "river", "museum"))
    write(folder, "new/broken.bin", b"\x00\x01\x02" * 99)
    return folder


@pytest.fixture
def plan(folder, tmp_path):
    path = tmp_path / "saved.plan"
    command(folder, "--dry-run", "--save", path)
    return path


def refused(path: Path, *options: str) -> list[str]:
    """Return what is said of a plan that is not applied."""
    err = Terminal()
    before = rows()
    with pytest.raises(CommandError) as caught:
        command("--apply", path, *options, stderr=err)
    assert caught.value.returncode == 1
    assert rows() == before
    return [*err.getvalue().splitlines(), str(caught.value)]


@pytest.mark.parametrize("batch", [1, 2, 100])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_applied_plan_gives_the_rows_of_an_import(folder, tmp_path, monkeypatch, batch, workers):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", batch)
    path = tmp_path / "saved.plan"
    command(folder, "--dry-run", "--save", path, "--workers", workers)
    start = transaction.savepoint()
    run(folder)
    imported = rows()
    transaction.savepoint_rollback(start)

    lines, _told = command("--apply", path, "--workers", workers)

    assert rows() == imported
    assert len(lines) == 8
    assert "Unchanged       library.txt" in lines


def test_a_saved_plan_ends_with_its_totals(plan):
    head, *promises, end = map(json.loads, plan.read_text().splitlines())

    assert head["kind"] == "newsroom import plan"
    assert len(promises) == end["totals"]["read"] == 8
    assert promises[0]["articles"][0]["action"] == "update"


def test_a_saved_plan_is_the_same_each_time(folder, plan, tmp_path):
    again = tmp_path / "again.plan"
    command(folder, "--dry-run", "--save", again, "--workers", 2)

    assert again.read_bytes() == plan.read_bytes()


def change_file(folder):
    write(folder, "orchard.txt", subject="orchard", title="Otherwise")


def add_file(folder):
    write(folder, "a.txt", subject="bridge")


def remove_file(folder):
    (folder / "library.txt").unlink()


def edit_article(folder):
    edit(Article.objects.get(title="What the harbour needs"), subtitle="By an editor")


def change_imported_values(folder):
    imported = Article.objects.get(title="What the harbour needs").imported
    imported.values = imported.values | {"summary": "Otherwise"}
    imported.save()


def import_them(folder):
    run(folder)


def map_label(folder):
    SourceLabel.objects.update(category=Category.objects.create(name="City", slug="city"))


def delete_article(folder):
    Article.objects.get(title="What the harbour needs").delete()


def know_source(folder):
    Source.objects.update(name="The Post", aliases=["Harbour Post"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_file, "orchard.txt: its bytes have changed"),
        (add_file, "a.txt: it was not there when the plan was made"),
        (remove_file, "library.txt: it is no longer there"),
        (edit_article, "): the article has changed since the plan was made"),
        (change_imported_values, "): another import has changed the article's imported values"),
        (import_them, "new/tramway.txt: it was imported or changed since the plan was made"),
        (map_label, "): something else would be done now"),
        (delete_article, "harbour.txt: it was imported or changed since the plan was made"),
        (know_source, "harbour.txt: today's rules read it differently"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_plan_is_refused_when_something_has_changed(folder, plan, change, said):
    change(folder)

    told = refused(plan)

    assert any(line.endswith(said) for line in told), told
    assert "does not hold" in told[-1]
    assert ImportRun.objects.count() == 1 + (change is import_them)


def test_of_a_document_that_has_changed_no_article_is_named(folder, plan):
    import_them(folder)

    *told, _last = refused(plan)

    assert told
    assert all(line.endswith("it was imported or changed since the plan was made") for line in told)


def test_of_many_things_that_have_changed_the_first_are_told(folder, plan):
    for number in range(25):
        write(folder, f"late{number}.txt", subject=f"pier{number}")

    told = refused(plan)

    assert [line.endswith("it was not there when the plan was made") for line in told[:20]] == [
        True
    ] * 20
    assert told[20] == "and 5 more"
    assert "does not hold" in told[21]


def test_a_dry_run_says_where_it_has_saved_its_plan(folder, tmp_path):
    path = tmp_path / "saved.plan"

    _lines, told = command(folder, "--dry-run", "--save", path)

    assert told.splitlines()[-1] == f"plan saved: {path}"


def head_of(plan: Path) -> bytes:
    return plan.read_bytes().splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: b"", "Line 1 of the plan: this is no plan of an import."),
        (lambda text: b"{}\n", "Line 1 of the plan: this is no plan of an import."),
        (lambda text: b"[1]\n", "Line 1 of the plan: this is no plan of an import."),
        (lambda text: b"\xff\x00\n", "Line 1 of the plan: not JSON."),
        (lambda text: b'{"documents": [' + b"[" * 99_999 + b"\n", "Line 1 of the plan: not JSON."),
        (lambda text: text[:-20], "Line 10 of the plan: the plan is cut off."),
        (
            lambda text: text[: text.rindex(b'{"totals')],
            "Line 10 of the plan: the plan is cut off.",
        ),
        (lambda text: text.replace(b"create", b"update", 1), "Line 10 of the plan: the plan has"),
        (lambda text: text + text, "Line 11 of the plan: something follows"),
        (
            lambda text: text.replace(b'"version": 2', b'"version": 1', 1),
            "Line 1 of the plan: a plan",
        ),
        (lambda text: text.replace(b'"arguments"', b'"argument"', 1), "Line 1 of the plan: this"),
        (lambda text: text.replace(b'"outcome"', b'"income"', 1), "Line 2 of the plan: not what"),
    ],
    ids=[
        *("empty", "other_object", "other_json", "not_json", "deep", "cut_in_a_line", "cut"),
        *("changed", "twice", "other_version", "no_arguments", "no_promise"),
    ],
)
def test_a_file_that_is_no_whole_plan_is_refused_by_its_line(plan, spoil, said):
    plan.write_bytes(spoil(plan.read_bytes()))

    assert refused(plan)[-1].startswith(said)


def test_a_plan_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match=r"opened: .*nowhere") as caught:
        command("--apply", tmp_path / "nowhere.plan")

    assert caught.value.returncode == 2


def test_a_plan_that_cannot_be_written_is_said_so(folder, tmp_path):
    for path, why in [
        (tmp_path / "nowhere" / "saved.plan", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (tmp_path / f"{252 * 'x'}", "File name too long"),
    ]:
        with pytest.raises(CommandError, match=f"cannot be saved as {path}: {why}") as caught:
            command(folder, "--dry-run", "--save", path)
        assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{}", "--apply", "a.plan"], "give --apply alone"),
        (["--apply", "a.plan", "--publish"], "give --apply alone"),
        (["{}", "--save", "a.plan"], "--save goes with --dry-run"),
        (["{}", "--dry-run", "--diff", "--save", "a.plan"], "not with --diff"),
        (["{}", "--diff", "--publish"], "--diff writes nothing"),
        (["-", "--dry-run", "--save", "a.plan"], "standard input"),
        (["{}", "--dry-run", "--save", "{}/a.plan"], "outside of what is imported"),
        (
            ["{}/orchard.txt", "--dry-run", "--save", "{}/orchard.txt"],
            "outside of what is imported",
        ),
    ],
    ids=["paths", "options", "not_dry", "diff", "publish", "stdin", "inside", "itself"],
)
def test_options_that_make_no_sense_are_refused(folder, arguments, said):
    with pytest.raises(CommandError, match=said) as caught:
        command(*[argument.format(folder) for argument in arguments])

    assert caught.value.returncode == 2
    assert ImportRun.objects.count() == 1


def test_a_writer_that_comes_between_stops_the_plan_where_it_is(folder, plan, monkeypatch):
    """The second batch finds an article that was edited after all had been looked at."""
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 2)
    saved = SavedPlan.open(plan)
    summary = pipeline.Summary()

    def interfere(batch):
        write(folder, "new/tramway.txt", subject="tramway", ending=" at last")

    with closing(saved.promises()) as promises:
        guard = Checking(promises)
        pipeline.run(
            collect.roots(saved.options.paths),
            saved.options,
            summary=summary,
            report=interfere,
            guard=guard,
        )

    assert [one.why for one in guard.differences] == ["file_changed"]
    assert summary.is_stopped
    assert summary.read < 8
    assert ImportRun.objects.latest("pk").status == "stopped"
    assert not Document.objects.filter(path="new/tramway.txt").exists()


def test_a_plan_of_the_vault_is_applied_too(folder, tmp_path):
    path = tmp_path / "vault.plan"
    for article in Article.objects.all():
        article.title = article.imported.values["title"] = "Read by former rules"
        article.imported.save()
        article.save()
    command("--from-vault", "--dry-run", "--save", path)

    command("--apply", path)

    assert not Article.objects.filter(title="Read by former rules").exists()
    assert SavedPlan.open(path).options == Options(from_vault=True)


def test_a_story_of_a_plan(folder, tmp_path):
    """Plan, look, apply; plan again, somebody edits, refuse; plan anew, apply."""
    path = tmp_path / "saved.plan"
    command(folder, "--dry-run", "--save", path)
    first, _told = command("--apply", path)
    write(folder, "harbour.txt", subject="harbour", title="Newer plans", labels=("City",))
    command(folder, "--dry-run", "--save", path)
    edit(Article.objects.get(title="New plans"), subtitle="By an editor")

    told = refused(path)
    command(folder, "--dry-run", "--save", path)
    second, _told = command("--apply", path)

    article = Article.objects.get(title="Newer plans")
    assert f"harbour.txt ({article.public_id}): the article has changed" in "".join(told)
    assert "harbour.txt: Updated “New plans”" in "".join(first)
    assert "harbour.txt: Updated “Newer plans”" in "".join(second)
    assert article.subtitle == "By an editor"


def test_what_another_import_did_meanwhile_stops_the_plan(folder, plan):
    """All has been looked at; then somebody else imports the same before the plan does."""
    saved = SavedPlan.open(plan)
    run(folder)

    with closing(saved.promises()) as promises:
        guard = Checking(promises)
        roots = collect.roots(saved.options.paths)
        pipeline.run(roots, saved.options, report=lambda batch: None, guard=guard)

    assert {one.why for one in guard.differences} == {"document_changed"}


def test_a_promise_of_another_outcome_does_not_hold(folder, plan):
    _summary, done = run(folder, is_dry=True)
    found, planned = done[0].found, done[0].plan
    assert planned
    promised = store.promise(found, planned)

    assert not list(store.broken(promised, found, planned))
    promised["outcome"] = "without_article"
    assert list(store.broken(promised, found, planned)) == [("done_otherwise", "")]
