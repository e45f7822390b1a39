"""Hostile files through the whole command: nothing outside is read, and the run ends."""

from __future__ import annotations

import io
import json
import os
import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, Blob, Document
from tests.documents import document, write

pytestmark = pytest.mark.django_db

SECRET = "wintergreen"
NAMES = {
    "crlf": "a\r\nb: injected.txt",
    "ansi": "\x1b[2J\x1b]0;x\x07.txt",
    "bidi": "gpj.\u202etxt",
    "separator": "a\u2028b\x85c.txt",
    "markup": "<img src=x onerror=alert(1)>.txt",
    "quotes": 'a"b\';filename=c".txt',
    "format": "%s%n{0}{{x}}.txt",
    "long": "n" * 251 + ".txt",
    "wide": "灯" * 83 + ".txt",
    "option": "--publish",
    "tilde": "~root",
    "variable": "$HOME`id`$(id).txt",
    "backslash": "x..\\..\\etc\\passwd",
    "space": " ",
}
RAW_NAMES = [b"\xff\xfe.txt", b"caf\xe9.txt", b"\xed\xa0\xbd.txt", b"\xc0\xaf..txt", b"\x80\n.txt"]


def command(*arguments: object) -> tuple[list[str], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue().split("\n")[:-1], err.getvalue()


@pytest.fixture
def desk(chief) -> Client:
    client = Client()
    client.force_login(chief)
    return client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder full of ways out, beside what none of them may reach."""
    outside = tmp_path / "outside"
    write(outside, "secret.txt", document("orchard", title=SECRET))
    write(outside, "deep/secret.txt", document("library", title=SECRET))
    inside = tmp_path / "inside"
    write(inside, "good.txt")
    for name, target in {
        "file": "../outside/secret.txt",
        "folder": "../outside",
        "root": "/",
        "above": "..",
        "here": ".",
        "device": "/dev/zero",
        "random": "/dev/urandom",
        "memory": "/proc/self/mem",
        "self": "self",
        "chain": "file",
        "absolute": str(outside / "secret.txt"),
        "through": "../inside/../outside/secret.txt",
    }.items():
        (inside / name).symlink_to(target)
    (inside / "sub").mkdir()
    (inside / "sub" / "up").symlink_to("../../outside/deep")
    os.mkfifo(inside / "pipe")
    return inside


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_nothing_outside_the_folder_is_read(folder, monkeypatch):
    monkeypatch.chdir(folder)
    socket.socket(socket.AF_UNIX).bind("socket")

    lines, told = command(folder, "--report", "jsonl")

    assert Article.objects.count() == 1
    assert SECRET not in "\n".join(lines)
    assert all(SECRET.encode() not in blob.content for blob in Blob.objects.all())
    plans = [json.loads(line) for line in lines]
    assert sum(plan["refused"] is None for plan in plans) == 1
    assert f"documents read: {len(plans)} = 1 imported" in told


def test_no_pictures_are_taken_from_outside(folder, tmp_path):
    (tmp_path / "outside" / "one.png").write_bytes(b"x")
    (folder / "one.png").symlink_to("../outside/one.png")
    documents = tmp_path / "documents"
    write(documents, "a.txt", more='<p><img src="https://pictures.example/one.png"></p>')

    _lines, told = command(documents, "--pictures", folder)

    assert "pictures kept" not in told


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_any_name_is_one_line_of_the_report(tmp_path, form):
    for number, name in enumerate(NAMES.values()):
        write(tmp_path, name, document(f"harbour{number}"))
    for raw in RAW_NAMES:
        with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:  # noqa: PTH123
            file.write(b"\x00\x01")

    lines, told = command(tmp_path, "--report", form)

    assert [len(line.splitlines()) for line in lines] == [1] * (len(NAMES) + len(RAW_NAMES))
    assert not set("\x1b\x07\r\x85\u2028") & set("".join(lines) + told)
    assert form == "jsonl" or "\u202e" not in "".join(lines)
    assert Document.objects.count() == len(NAMES) + len(RAW_NAMES)


def test_any_name_is_shown_and_handed_out(tmp_path, desk):
    for number, name in enumerate(NAMES.values()):
        write(tmp_path, name, document(f"harbour{number}"))
    for raw in RAW_NAMES:
        with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:  # noqa: PTH123
            file.write(b"---\ntitle: x\n---\nwords")
    command(tmp_path)

    assert desk.get(reverse("admin:articles_document_changelist")).status_code == 200
    for one in Document.objects.all():
        shown = desk.get(reverse("admin:articles_document_change", args=[one.pk]))
        given = desk.get(reverse("admin:articles_document_original", args=[one.pk]))
        assert shown.status_code == given.status_code == 200
        assert b"<img src=x" not in shown.content
        assert given["Content-Disposition"].startswith("attachment;")
        assert given["Content-Type"].startswith("text/plain")
        assert given["X-Content-Type-Options"] == "nosniff"
        assert len(given.headers["Content-Disposition"].splitlines()) == 1


@pytest.mark.parametrize("source", ["\0", "\ud83d", "\x1b"])
def test_a_source_needs_a_name_of_characters(tmp_path, source):
    write(tmp_path, "a.txt")

    with pytest.raises(CommandError, match="--source must be a name"):
        command(tmp_path, "--source", source)


@pytest.mark.parametrize("source", ["a\r\nb\x1b[31m", "a\0", "\u202ex", "x" * 10_000, "a\ud83d"])
def test_a_source_is_taken_without_what_is_no_text(tmp_path, source):
    write(tmp_path, "a.txt")

    lines, _told = command(tmp_path, "--source", source)

    assert len(lines) == 1
    assert "\x1b" not in lines[0]
    found = Article.objects.get().source
    assert not set("\0\x1b\ud83d") & set(found.name)
