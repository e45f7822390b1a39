"""Lines that a source adds to its texts: proposed by counting, left out once approved."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.choices import LineStatus
from articles.ingest.clean.learned import LONGEST, key
from articles.ingest.store import learning
from articles.models import Article, Document, LearnedLine, Source
from tests.builders import make_article, make_source
from tests.documents import document, run, write
from tests.forms import form_on

pytestmark = pytest.mark.django_db
FOOT = "Scan the code below and win a Harbour Post mug"


def fill(folder, count=8, *, source="Harbour Post", foot=FOOT):
    for number in range(count):
        text = document(f"q{number}w{number}", source=source)
        write(folder, f"{source}{number}.md", text.replace("</div>", f"<p>{foot}</p></div>"))


def test_a_story_of_a_line_that_returns(tmp_path, client, reviewer):
    fill(tmp_path)
    fill(tmp_path, source="Valley Times")
    run(tmp_path)
    assert Article.objects.filter(body_text__contains=FOOT).count() == 16

    proposed = learning.propose(["Harbour Post"])

    assert [(one.source, one.line, one.articles, one.of) for one in proposed] == [
        ("Harbour Post", FOOT, 8, 8)
    ]
    run(tmp_path)
    assert Article.objects.filter(body_text__contains=FOOT).count() == 16  # nobody has decided

    client.force_login(reviewer)
    page = reverse("admin:articles_learnedline_changelist")
    line = LearnedLine.objects.get()
    client.post(page, {"action": "approve", "_selected_action": [line.pk]})
    line.refresh_from_db()
    assert (line.status, line.decided_by) == (LineStatus.APPROVED, reviewer)

    fill(tmp_path, 9)  # the ninth is new
    run(tmp_path)

    new = Article.objects.latest("pk")
    assert FOOT not in new.body_text
    parts = Document.objects.get(path="Harbour Post8.md").parts
    assert [part[0] for part in parts if part[5] == "learned_line"] == ["left_out"]
    assert learning.propose(["Harbour Post"]) == []


def test_the_command_prints_what_it_proposes(tmp_path, capsys):
    fill(tmp_path)

    call_command("import_articles", str(tmp_path), "--learn")
    assert f"8 of 8 articles of Harbour Post: {FOOT}" in capsys.readouterr().out.splitlines()

    call_command("import_articles", "--learn", "--report", "jsonl", "--source", "Harbour Post")
    told = json.loads(capsys.readouterr().out)
    assert told == {"proposal": {"source": "Harbour Post", "line": FOOT, "articles": 8, "of": 8}}


def test_the_command_says_so_where_nothing_returns(db, capsys):
    call_command("import_articles", "--learn")

    assert capsys.readouterr().out == "No line returns often enough to be proposed.\n"


def test_what_is_rejected_is_not_proposed_again(tmp_path, client, reviewer):
    fill(tmp_path)
    run(tmp_path)
    learning.propose()
    client.force_login(reviewer)
    line = LearnedLine.objects.get()
    page = reverse("admin:articles_learnedline_changelist")
    client.post(page, {"action": "reject", "_selected_action": [line.pk]})

    assert learning.propose() == []


def test_what_is_rejected_is_not_proposed_in_another_spelling(tmp_path):
    fill(tmp_path, foot=FOOT.upper())
    run(tmp_path)
    LearnedLine.objects.create(
        source=Source.objects.get(), line=FOOT, documents=9, status=LineStatus.REJECTED
    )

    assert learning.propose() == []


def test_whoever_changes_a_line_in_its_form_has_decided(client, reviewer):
    line = LearnedLine.objects.create(source=make_source(), line="More news", documents=9)
    client.force_login(reviewer)
    address = reverse("admin:articles_learnedline_change", args=[line.pk])

    client.post(address, form_on(client.get(address), "learnedline_form") | {"status": "rejected"})

    line.refresh_from_db()
    assert (line.status, line.decided_by) == (LineStatus.REJECTED, reviewer)
    assert line.decided_at is not None

    client.post(address, form_on(client.get(address), "learnedline_form"))
    assert LearnedLine.objects.get().decided_at == line.decided_at


def test_the_list_shows_what_waits_and_leads_to_where_it_stands(tmp_path, client, reviewer):
    fill(tmp_path)
    run(tmp_path)
    learning.propose()
    decided = LearnedLine.objects.create(
        source=make_source(), line="Decided", documents=9, status=LineStatus.REJECTED
    )
    client.force_login(reviewer)
    page = reverse("admin:articles_learnedline_changelist")

    waiting = client.get(page)
    assert decided not in waiting.context["cl"].result_list
    everything = client.get(page, {"status": "all"}).context["cl"].result_list
    assert decided in everything
    found = client.get(
        reverse("admin:articles_article_changelist"), {"from": "Harbour Post", "q": FOOT}
    )
    assert len(found.context["cl"].result_list) == 8
    query = urlencode({"from": "Harbour Post", "q": FOOT}).replace("&", "&amp;")
    assert query in waiting.content.decode()


def test_a_writer_sees_the_lines_and_decides_nothing(client, writer):
    LearnedLine.objects.create(source=make_source(), line="More news", documents=9)
    client.force_login(writer)
    page = reverse("admin:articles_learnedline_changelist")

    assert "More news" in client.get(page).content.decode()
    client.post(page, {"action": "approve", "_selected_action": [LearnedLine.objects.get().pk]})

    assert LearnedLine.objects.get().status == LineStatus.PROPOSED


def test_a_dry_run_proposes_and_stores_nothing(tmp_path):
    fill(tmp_path)
    run(tmp_path)

    assert len(learning.propose(is_dry=True)) == 1
    assert not LearnedLine.objects.exists()


def test_a_line_of_few_articles_is_a_chance():
    source = make_source()
    for _number in range(learning.LEAST_DOCUMENTS - 1):
        make_article(source=source, body=f"<p>{FOOT}</p>")

    assert learning.propose() == []


def test_lines_met_once_are_forgotten_where_there_are_very_many(monkeypatch):
    monkeypatch.setattr(learning, "MOST_LINES", 3)
    source = make_source("Harbour Post")
    for number in range(8):
        body = f"<p>Only number {number}</p><p>{FOOT}</p><p>Single {number} line</p>"
        make_article(source=source, body=body)

    assert [(one.line, one.articles) for one in learning.propose()] == [(FOOT, 8)]


def test_width_case_and_spaces_make_no_other_line():
    assert key("  Ｒead　MORE ") == key("read more") != ""


def test_a_long_line_is_a_text_and_no_furniture():
    assert key("x" * LONGEST) != ""
    assert key("x" * (LONGEST + 1)) == ""


def test_an_approved_line_belongs_to_its_source_alone(tmp_path):
    LearnedLine.objects.create(
        source=make_source("Harbour Post"), line=FOOT, documents=9, status=LineStatus.APPROVED
    )
    fill(tmp_path, 1, source="Valley Times")

    run(tmp_path)

    assert FOOT in Article.objects.get().body_text


@pytest.mark.parametrize("option", ["--learn", "--from-vault"])
def test_a_source_that_is_not_there_is_said(db, option):
    with pytest.raises(CommandError, match=r"No source is called “Nobody”\."):
        call_command("import_articles", option, "--source", "Nobody")


def test_a_source_is_found_however_its_name_is_spelled(tmp_path, capsys):
    fill(tmp_path)
    run(tmp_path)

    call_command("import_articles", "--learn", "--source", "harbour post")

    assert FOOT in capsys.readouterr().out
