"""What an import prints of each document and at its end, in words and as JSON."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Image, ImportRun
from tests.documents import run, several, write
from tests.pictures import png
from tests.test_import_command import command

pytestmark = pytest.mark.django_db

NO_ADDRESS = "Pictures have no whole address, so they are left out."


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "documents/a.txt", subject="harbour")
    write(tmp_path, "documents/b.txt", subject="harbour", title="")
    write(tmp_path, "documents/broken.bin", b"\x00\x01\x02" * 99)
    return tmp_path / "documents"


@pytest.mark.parametrize(
    ("options", "lines", "sums"),
    [
        (
            ["--dry-run"],
            ["Planned         a.txt: Create “What the harbour needs”"],
            ("3 = 2 planned + 0 without", "articles planned: 2 = 1 create + 0 update"),
        ),
        (
            [],
            ["Imported        a.txt: Created “What the harbour needs”"],
            ("3 = 2 imported + 0 without", "articles: 2 = 1 created + 0 updated"),
        ),
    ],
    ids=["planned", "done"],
)
def test_what_would_be_done_and_what_was_done_have_words_of_their_own(folder, options, lines, sums):
    found, told = command(folder, *options)

    assert found[:1] == lines
    assert all(one in told for one in sums)


def test_the_jsonl_report_is_a_plan_a_line(folder):
    lines, _told = command(folder, "--dry-run", "--report", "jsonl")

    plans = [json.loads(line) for line in lines]
    assert [plan["document"]["path"] for plan in plans] == ["a.txt", "b.txt", "broken.bin"]
    assert plans[0]["articles"][0]["action"] == "create"
    assert plans[2]["refused"]["reason"]


def test_the_jsonl_report_names_documents_that_were_not_read_again(folder):
    command(folder)

    lines, _told = command(folder, "--report", "jsonl")

    plan, copy, _refused = map(json.loads, lines)
    article = Article.objects.get()
    known = ("path", "format", "encoding", "source")
    assert [plan["document"][name] for name in known] == [
        *("a.txt", "front_matter", "utf-8", "Harbour Post")
    ]
    assert [
        (one["action"], one["title"], one["same_as"])
        for one in (*plan["articles"], *copy["articles"])
    ] == [("unchanged", article.title, article.public_id)] * 2
    assert plan["articles"][0]["evidence"]["title"]["rule"]
    assert plan["refused"] is None


def test_the_jsonl_report_says_of_a_deleted_article_that_it_stays_deleted(folder):
    command(folder)
    Article.objects.get().delete()

    lines, _told = command(folder, "--report", "jsonl")

    article = json.loads(lines[0])["articles"][0]
    assert (article["action"], article["title"], article["same_as"]) == ("deleted", None, None)


def test_the_jsonl_report_keeps_documents_apart_that_have_a_path_in_common(tmp_path):
    for name in ("one/a.txt", "one/b.txt", "two/a.txt", "two/b.txt"):
        write(tmp_path, name, subject=name)
    command(tmp_path / "one", tmp_path / "two")

    lines, _told = command(tmp_path / "one" / "a.txt", tmp_path / "two/b.txt", "--report", "jsonl")

    titles = [json.loads(line)["articles"][0]["title"] for line in lines]
    assert titles == ["What the one/a.txt needs", "What the two/b.txt needs"]


def test_the_jsonl_report_asks_the_same_of_the_database_whatever_the_batch(tmp_path):
    def queries(count: int) -> int:
        folder = tmp_path / str(count)
        for number in range(count):
            write(folder, f"{number}.txt", subject=f"subject{count}x{number}")
        command(folder)
        with CaptureQueriesContext(connection) as captured:
            command(folder, "--report", "jsonl")
        return len(captured)

    assert queries(2) == queries(9)


# Articles that an editor has deleted


@pytest.fixture
def deleted(tmp_path):
    """Of a document with three articles two have been deleted, one is a copy of the first."""
    write(tmp_path, "dump.txt", several("museum", "river", "museum"))
    write(tmp_path, "gone.txt", subject="harbour")
    run(tmp_path)
    Article.objects.exclude(body__contains="river").delete()
    return tmp_path


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--from-vault"]], ids=str)
def test_a_deleted_article_is_said_to_stay_deleted(deleted, options):
    paths = [] if "--from-vault" in options else [deleted]

    lines, told = command(*paths, *options)

    assert lines == [
        "Unchanged       dump.txt (2 deleted articles stay deleted)",
        "Unchanged       gone.txt (1 deleted article stays deleted)",
    ]
    assert "4 = 0 create" in told
    assert "1 unchanged + 0 duplicate + 0 conflict + 3 deleted before\n" in told


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--from-vault"]], ids=str)
def test_the_jsonl_report_has_an_action_for_deleted_articles(deleted, options):
    paths = [] if "--from-vault" in options else [deleted]

    lines, _told = command(*paths, *options, "--report", "jsonl")

    actions = [one["action"] for line in lines for one in json.loads(line)["articles"]]
    assert actions == ["deleted", "unchanged", "deleted", "deleted"]


def test_the_journal_counts_deleted_articles_too(deleted):
    command(deleted)

    assert ImportRun.objects.latest("pk").counts["articles"] == {"unchanged": 1, "deleted": 3}


def test_a_deleted_article_is_named_where_its_document_has_changed(deleted):
    write(deleted, "gone.txt", subject="harbour", labels=("City",))

    lines, _told = command(deleted)

    assert lines[1] == "Imported        gone.txt: Deleted before “What the harbour needs”"
    assert Article.objects.count() == 1


# Warnings


def test_what_a_document_warns_of_is_on_its_line(tmp_path):
    write(tmp_path, "a.txt", date="2021-04-12 08:05:00")

    lines, _told = command(tmp_path)

    assert "[" in lines[0]


def test_a_warning_stands_once_with_its_first_line_and_how_often_it_applies(tmp_path):
    more = "".join(f'<p>{words} <img src="/{words}.png"></p>' for words in ("One", "Two", "Three"))
    write(tmp_path, "a.txt", more=more)

    lines, _told = command(tmp_path)

    assert lines[0].endswith(f"[{NO_ADDRESS} (line 11) ×3]")


# Publishing and pictures


def test_a_warning_names_what_it_is_about(tmp_path):
    codes = "{{< tide 3 >}} {% gull %} {{< tide 4 >}}"
    write(tmp_path, "a.md", f"---\ntitle: Tide\n---\n\nThe water stood high. {codes}\n")

    lines, _told = command(tmp_path)

    assert lines[0].endswith("“tide” “gull” (line 5) ×3]")


def test_untitled_articles_are_named_as_not_published(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="orchard", title="")

    _lines, told = command(tmp_path, "--publish")

    assert "published: 1\n" in told
    assert "An article without a title cannot be published. 1" in told
    assert Article.objects.published().count() == 1
    assert ImportRun.objects.get().counts["published"] == 1


def test_pictures_come_from_a_folder(tmp_path):
    write(tmp_path, "documents/a.txt", more='<p><img src="https://pictures.example/x/one.png"></p>')
    write(tmp_path, "pictures/one.png", png(8, 6))

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "pictures kept: 1\n" in told
    assert Image.objects.get().width == 8


def test_names_of_pictures_that_are_passed_over_are_counted(tmp_path):
    more = "".join(f'<p><img src="https://{host}.example/1.png"></p>' for host in "gh")
    write(tmp_path, "documents/a.txt", more=more)
    write(tmp_path, "pictures/1.png", b"")

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "passed over: 1\n" in told


def test_drafts_that_were_there_before_are_counted_where_articles_are_published(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="orchard", title="")
    command(tmp_path)
    write(tmp_path, "c.txt", subject="library")
    write(tmp_path, "d.txt", subject="museum", title="")

    _lines, told = command(tmp_path, "--publish")
    _lines, quiet = command(tmp_path)

    assert "published: 1\n" in told
    assert "drafts that were there before and stay drafts: 2\n" in told
    assert "drafts" not in quiet


def test_nothing_is_said_of_drafts_where_there_were_none(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="orchard", title="")

    _lines, told = command(tmp_path, "--publish")
    Article.objects.filter(status="draft").delete()
    _lines, again = command(tmp_path, "--publish")

    assert "drafts" not in told + again


def test_files_that_are_no_pictures_are_named(tmp_path):
    more = "".join(f'<p><img src="https://a.example/{n}.png"></p>' for n in ("cut", "good", "big"))
    write(tmp_path, "documents/a.txt", more=more)
    write(tmp_path, "pictures/cut.png", png()[:60])
    write(tmp_path, "pictures/good.png", png())
    (tmp_path / "pictures" / "big.png").mkdir()

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "pictures kept: 1\n" in told
    assert "not kept as a picture: cut.png: no whole JPEG, PNG, GIF or WebP" in told


def test_a_file_that_cannot_be_read_as_a_picture_is_named_with_the_reason(tmp_path, settings):
    settings.NEWSROOM_MAX_DOCUMENT_BYTES = 2000
    write(tmp_path, "documents/a.txt", more='<p><img src="https://a.example/1.png"></p>')
    write(tmp_path, "pictures/1.png", png() + b"\0" * 2000)

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "not kept as a picture: 1.png: larger than this newsroom keeps\n" in told
    assert Image.objects.get().file == ""
