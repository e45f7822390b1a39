"""What is decided of several rows at once is on record: who, what and when."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import LearnedLine, Source, SourceLabel, SourceWatch
from tests.builders import make_category, make_source
from tests.disputes import make_conflict

pytestmark = pytest.mark.django_db


def act(client: Client, action: str, *rows: Model, **more: Any) -> str:
    name = rows[0]._meta.model_name
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    address = reverse(f"admin:articles_{name}_changelist")
    return client.post(address, data, follow=True).content.decode()


def make_line(source: Source, line: str) -> LearnedLine:
    return LearnedLine.objects.create(source=source, line=line, documents=9)


def entries(row: Model) -> list[tuple[str, str, int]]:
    found = LogEntry.objects.filter(
        object_id=row.pk, content_type__model=row._meta.model_name
    ).order_by("pk")
    return [(one.user.username, one.get_change_message(), one.action_flag) for one in found]


@pytest.mark.parametrize(
    ("action", "words"),
    [("approve", "Leave out of texts"), ("reject", "Do not propose again")],
)
def test_a_decision_on_learned_lines_is_on_record(newsdesk, action, words):
    source = make_source()
    lines = [make_line(source, f"Line {n}") for n in (1, 2)]

    act(newsdesk, action, *lines)

    assert [entries(line) for line in lines] == [[("publisher", words, CHANGE)]] * 2
    page = newsdesk.get(reverse("admin:articles_learnedline_history", args=[lines[0].pk]))
    assert words in page.content.decode()


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("approve", "The next import leaves 2 lines out of their sources&#x27; texts."),
        ("reject", "2 lines are not proposed again."),
    ],
)
def test_a_decision_on_learned_lines_says_what_follows(newsdesk, action, told):
    source = make_source()

    page = act(newsdesk, action, *(make_line(source, f"Line {n}") for n in (1, 2)))

    assert told in page


def test_letting_documents_in_is_on_record_for_each_source_that_was_watched(newsdesk):
    watched, other = make_source(), make_source()
    SourceWatch.objects.create(source=watched, documents=90, recent="x" * 40)

    act(newsdesk, "let_in", watched, other)

    assert entries(watched) == [("publisher", "Let in what is held back", CHANGE)]
    assert entries(other) == []


@pytest.mark.parametrize(
    ("is_chosen", "words"),
    [(True, "Mapped to the category “Sea”."), (False, "Mapped to no category.")],
    ids=["to-one", "to-none"],
)
def test_a_mapping_of_labels_is_on_record(newsdesk, is_chosen, words):
    label = SourceLabel.objects.create(source=make_source(), name="Tides")
    category = make_category("Sea", slug="sea")

    act(newsdesk, "map_to", label, category=str(category.pk) if is_chosen else "")

    assert entries(label) == [("publisher", words, CHANGE)]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("accept_selected", "Accept the source's values"),
        ("dismiss_selected", "Dismiss, keep the editors' values"),
    ],
)
def test_conflicts_that_are_settled_at_once_are_on_record(newsdesk, action, words):
    conflicts = [make_conflict(), make_conflict()]

    act(newsdesk, action, *conflicts)

    assert [entries(one) for one in conflicts] == [[("publisher", words, CHANGE)]] * 2


def test_what_was_not_settled_is_not_on_record(newsdesk):
    conflict = make_conflict(resolution="dismissed")

    act(newsdesk, "accept_selected", conflict)

    assert entries(conflict) == []


def test_the_log_speaks_the_newsroom_s_language_and_not_the_editor_s(newsdesk):
    newsdesk.cookies["django_language"] = "zh-hans"
    line = make_line(make_source(), "More tides")

    act(newsdesk, "approve", line)

    assert entries(line) == [("publisher", "Leave out of texts", CHANGE)]


def test_logging_costs_the_same_for_two_rows_and_for_many(newsdesk):
    source = make_source("Harbour Post")
    lines = [make_line(source, f"Line {n}") for n in range(9)]
    act(newsdesk, "reject", *lines[7:])

    costs = []
    for some in (lines[:2], lines[2:7]):
        with CaptureQueriesContext(connection) as queries:
            act(newsdesk, "approve", *some)
        costs.append(len(queries))

    assert costs[0] == costs[1]
