"""Folders that change, loop, refuse or are endless while they are walked: nothing leads out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.ingest.collect import LONGEST, Root, collect, count, fetch, names, roots
from articles.ingest.records import Found
from articles.ingest.refusals import Refusal
from tests.documents import write

NOBODY = 65534


@pytest.fixture
def forbidding():
    """A folder whose permissions count; they do not for root, who is nobody for a while."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o777)
        os.seteuid(user or NOBODY)
        yield Path(made)
        os.seteuid(user)


def found(*paths: Path, most: int = 1_000_000) -> list[Found]:
    return list(collect(roots(map(str, paths)), most=most))


def told(found: list[Found]) -> list[tuple[str, bytes | None, str]]:
    return [(str(one.place), one.data, one.refused.detail if one.refused else "") for one in found]


def while_walked(folder: Path, after: str, happens: Callable[[], object]) -> list[Found]:
    """Collect a folder, and let something happen when a certain document has been met."""
    documents = []
    for one in collect([Root(folder)], most=1_000_000):
        documents.append(one)
        if one.place.path == after:
            happens()
    return documents


# Nothing leads out


@pytest.fixture
def secret(tmp_path):
    """A document beside the folder that is imported."""
    return write(tmp_path, "private/b.txt", "a secret").parent


def test_a_folder_that_becomes_a_link_leads_nowhere(tmp_path, secret):
    folder = tmp_path / "given"
    write(folder, "a/a.txt", "words")
    write(folder, "a/b.txt", "words")

    def swap() -> None:
        (folder / "a").rename(folder / ".before")
        (folder / "a").symlink_to(secret)

    met = while_walked(folder, "a/a.txt", swap)

    assert [one.data for one in met] == [b"words", b"words"]


def test_a_folder_that_became_a_link_before_it_was_opened_is_refused(tmp_path, secret):
    folder = tmp_path / "given"
    write(folder, "a.txt", "words")
    write(folder, "b/b.txt", "words")

    def swap() -> None:
        shutil.rmtree(folder / "b")
        (folder / "b").symlink_to(secret)

    assert told(while_walked(folder, "a.txt", swap)) == [
        ("a.txt", b"words", ""),
        ("b/", None, "Not a directory"),
    ]


def test_a_file_that_becomes_a_link_a_pipe_or_a_folder_is_refused(tmp_path, secret):
    folder = tmp_path / "given"
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        write(folder, name, "words")

    def swap() -> None:
        for name in ("b.txt", "c.txt", "d.txt"):
            (folder / name).unlink()
        (folder / "b.txt").symlink_to(secret / "b.txt")
        os.mkfifo(folder / "c.txt")
        (folder / "d.txt").mkdir()

    assert told(while_walked(folder, "a.txt", swap)) == [
        ("a.txt", b"words", ""),
        ("b.txt", None, "Too many levels of symbolic links"),
        ("c.txt", None, "pipe"),
        ("d.txt", None, "folder"),
    ]


def test_a_link_whose_way_leads_out_by_a_link_is_refused(tmp_path, secret):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "out").symlink_to(secret)
    (folder / "z.txt").symlink_to("out/b.txt")

    assert {one.refused.reason for one in found(folder)} == {Refusal.NOT_A_FILE}
    assert fetch(Root(folder), "out/b.txt", 100).data is None
    assert fetch(Root(folder), "../private/b.txt", 100).data is None


def test_links_in_a_ring_end(tmp_path):
    write(tmp_path, "a/b/c.txt", "words")
    (tmp_path / "a/b/up").symlink_to(tmp_path / "a")
    (tmp_path / "a/one").symlink_to("two")
    (tmp_path / "a/two").symlink_to("one")

    read = [one for one in found(tmp_path) if not one.refused]

    assert [one.place.path for one in read] == ["a/b/c.txt"]
    assert count(roots([str(tmp_path)])) == 4


# What cannot be read


def test_a_folder_that_goes_is_refused_with_the_reason_and_the_rest_is_read(tmp_path):
    for name in ("a.txt", "b/c.txt", "d.txt"):
        write(tmp_path, name, "words")

    met = while_walked(tmp_path, "a.txt", lambda: shutil.rmtree(tmp_path / "b"))

    assert told(met)[1:] == [("b/", None, "No such file or directory"), ("d.txt", b"words", "")]


def test_a_file_of_a_folder_that_went_is_still_read_where_it_went(tmp_path):
    write(tmp_path, "a/a.txt", "words")
    write(tmp_path, "a/b.txt", "words")

    met = while_walked(tmp_path, "a/a.txt", lambda: (tmp_path / "a").rename(tmp_path / ".away"))

    assert [one.data for one in met] == [b"words", b"words"]


@pytest.mark.parametrize("mode", [0o300, 0o400], ids=oct)
def test_a_folder_that_lets_nobody_in_is_refused_and_the_rest_is_read(forbidding, mode):
    for name in ("a.txt", "b/c.txt", "d.txt"):
        write(forbidding, name, "words")
    (forbidding / "b").chmod(mode)

    met = told(found(forbidding))

    (forbidding / "b").chmod(0o700)
    assert met[1] == ("b/", None, "Permission denied")
    assert [data for _place, data, _why in met] == [b"words", None, b"words"]


def test_a_file_in_a_folder_that_lets_through_is_read_by_its_name(forbidding):
    path = write(forbidding, "b/c.txt", "words")
    (forbidding / "b").chmod(0o100)

    met = found(path)

    (forbidding / "b").chmod(0o700)
    assert [one.data for one in met] == [b"words"]


def test_folders_deeper_than_the_system_can_name_end_in_a_refusal(tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 255, dir_fd=handle)
        inner = os.open("d" * 255, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)

    (one,) = found(tmp_path)

    assert one.refused.reason == Refusal.UNREADABLE_FILE
    assert len(one.place.path) <= LONGEST


# What is met once


def test_a_hidden_file_that_is_given_beside_its_folder_is_read(tmp_path):
    hidden = write(tmp_path, "a/.hidden/b.txt", "hidden")
    other = write(tmp_path, "a/.c.txt", "hidden")
    write(tmp_path, "a/d.txt", "words")

    met = found(tmp_path, hidden.parent, hidden, other, tmp_path / "a")

    assert [one.data for one in met] == [b"words", b"hidden", b"hidden"]


def test_a_file_under_two_roots_is_met_once_whatever_they_are_called(tmp_path):
    write(tmp_path, "a/b.txt", "words")
    (tmp_path / "other").symlink_to("a")

    met = found(tmp_path / "other", tmp_path / "a", tmp_path / "a/../a/b.txt")

    assert [str(one.place) for one in met] == ["b.txt"]


# Sizes


def test_a_file_that_says_nothing_of_its_size_is_read_up_to_the_limit():
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no such files here")

    (one,) = found(path)
    (large,) = found(path, most=10)

    assert one.data.startswith(b"Name:")
    assert (large.refused.reason, large.data) == (Refusal.TOO_LARGE, None)


def test_a_disk_that_gives_little_at_a_time_is_asked_again(tmp_path, monkeypatch):
    path = write(tmp_path, "a.txt", "words" * 100)
    whole = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: whole(handle, min(size, 7)))

    assert [one.data for one in found(path)] == [b"words" * 100]


def test_names_are_met_in_the_order_of_their_bytes(tmp_path):
    raw = [b"a.txt", b"b\xff.txt", b"b\xc3\xa9.txt", b"b.txt", "灯.txt".encode(), b"c/d", b"c.txt"]
    (tmp_path / "c").mkdir()
    for name in raw:
        with open(os.fsencode(tmp_path) + b"/" + name, "wb"):  # noqa: PTH123
            pass

    assert [os.fsencode(name) for name in names(Root(tmp_path))] == sorted(raw)
