"""The small commands of an operator."""

from __future__ import annotations

import errno
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from articles.models import Article, Category, Source, SourceLabel
from tests.builders import make_source
from tests.documents import run, write

pytestmark = pytest.mark.django_db

TREE = [
    {
        "name": "City",
        "slug": "city",
        "labels": [["Harbour Post", "Local"]],
        "children": [{"name": "Transport", "labels": [["Harbour Post", "Buses"]]}],
    },
    {"name": "Nature"},
]


def test_an_account_logs_in_with_the_password_that_was_printed(capsys, client):
    call_command("make_editor", "mei")

    password = capsys.readouterr().out.split("password ")[1].split()[0]
    assert client.login(username="mei", password=password)
    user = User.objects.get(username="mei")
    assert user.is_staff
    assert user.has_perm("articles.publish_article")


def test_an_account_that_is_there_keeps_its_password(capsys):
    call_command("make_editor", "mei")
    before = User.objects.get().password

    call_command("make_editor", "mei")

    assert User.objects.get().password == before
    assert "is there already, in Publishers; it stays as it is" in capsys.readouterr().out


def test_an_unknown_group_is_named_with_those_there_are():
    with pytest.raises(CommandError, match="no group 'Kings'; there are Writers, Reviewers, Publ"):
        call_command("make_editor", "mei", group="Kings")


def test_categories_and_the_mapping_of_labels_come_from_a_file(tmp_path, capsys):
    file = tmp_path / "categories.json"
    file.write_text(json.dumps(TREE), "utf-8")

    call_command("load_categories", file)
    call_command("load_categories", file)

    assert [str(c) for c in Category.objects.filter(parent=None)] == ["City", "Nature"]
    assert SourceLabel.objects.get(name="Buses").category == Category.objects.get(name="Transport")
    assert capsys.readouterr().out.splitlines() == [
        "3 categories made, 2 labels mapped, 0 articles followed.",
        "0 categories made, 0 labels mapped, 0 articles followed.",
    ]


def test_articles_that_are_stored_already_follow_the_file(tmp_path, capsys):
    file = tmp_path / "categories.json"
    file.write_text(json.dumps(TREE), "utf-8")
    write(tmp_path / "documents", "a.txt", labels=("Buses",))
    run(tmp_path / "documents")

    call_command("load_categories", file)

    assert Article.objects.get().categories.get().name == "Transport"
    assert "2 labels mapped, 1 articles followed." in capsys.readouterr().out


@pytest.mark.parametrize(
    "values",
    [{"name": "Gazette", "aliases": ["HARBOUR POST"]}, {"name": "Ｈarbour post"}],
    ids=["an alias", "another case and width"],
)
def test_a_file_finds_a_source_by_any_of_its_names(tmp_path, values):
    source = make_source(**values)
    file = tmp_path / "categories.json"
    file.write_text(json.dumps(TREE), "utf-8")

    call_command("load_categories", file)

    assert Source.objects.get() == source
    assert source.labels.count() == 2


def test_a_label_that_an_editor_mapped_keeps_its_category(tmp_path):
    file = tmp_path / "categories.json"
    file.write_text(json.dumps(TREE), "utf-8")
    call_command("load_categories", file)
    nature = Category.objects.get(name="Nature")
    SourceLabel.objects.filter(name="Local").update(category=nature)

    call_command("load_categories", file)

    assert SourceLabel.objects.get(name="Local").category == nature


@pytest.mark.parametrize("text", ["not json", "[1]", '[{"slug": "nameless"}]'])
def test_a_file_that_holds_no_tree_is_named(tmp_path, text):
    file = tmp_path / "categories.json"
    file.write_text(text, "utf-8")

    with pytest.raises(CommandError, match=r"categories\.json"):
        call_command("load_categories", file)

    assert not Category.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["rebuild_copies"],
        ["rebuild_search"],
        ["rebuild_search", "--check"],
        ["load_categories", "{file}"],
        ["make_editor", "mei"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("the disk is full"), "The database failed: the disk is full. What is st"),
        (OperationalError("no such table: articles_article"), "run manage.py migrate"),
        (OSError(errno.ENOSPC, "No space left on device"), "The system failed: No space left on"),
    ],
    ids=["database", "tables", "disk"],
)
def test_what_fails_outside_is_told_in_words(tmp_path, arguments, error, told):
    file = tmp_path / "categories.json"
    file.write_text(json.dumps(TREE), "utf-8")

    def fail(*_statement: object) -> None:
        raise error

    with connection.execute_wrapper(fail), pytest.raises(CommandError, match=told) as caught:
        call_command(*(one.format(file=file) for one in arguments))

    assert caught.value.returncode == 1


def test_ctrl_c_ends_any_command_without_a_traceback():
    begun = (
        "import runpy, sys\n"
        "def hook(event, arguments):\n"
        "    if event == 'open' and 'rebuild_copies.' in str(arguments[0]):\n"
        "        raise KeyboardInterrupt\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = ['manage.py', 'rebuild_copies']\n"
        "runpy.run_path('manage.py', run_name='__main__')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", begun],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 130
    assert "Traceback" not in ended.stderr
