"""What is read from disk, in which order, and what never is."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.ingest.collect import (
    STANDARD_INPUT,
    NoSuchPath,
    Root,
    collect,
    count,
    fetch,
    printable,
    roots,
)
from articles.ingest.refusals import Refusal
from tests.archives import documents_of, tarred, zipped
from tests.documents import write


class Broken(io.BytesIO):
    """A standard input that cannot be read, a file opened for writing for instance."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def found(*paths, most=1_000_000, stdin=None):
    return documents_of(collect(roots(map(str, paths)), most=most, stdin=stdin))


def test_a_folder_is_walked_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c.txt", "a/deep/er.txt"):
        write(tmp_path, name, name)

    documents = found(tmp_path)

    paths = [one.place.path for one in documents]
    assert paths == ["a/1.txt", "a/2.txt", "a/deep/er.txt", "b.txt", "c.txt"]
    assert {one.place.root for one in documents} == {str(tmp_path)}


def test_a_file_has_its_bytes_its_size_and_its_digest(tmp_path):
    path = write(tmp_path, "a.txt", "words")

    (one,) = found(path)

    assert (one.data, one.size) == (b"words", 5)
    assert one.sha256 == hashlib.sha256(b"words").hexdigest()
    assert (one.place.root, one.place.path) == (str(tmp_path), "a.txt")


def test_names_with_a_dot_are_passed_over_unless_they_are_given(tmp_path):
    write(tmp_path, ".git/config", "x")
    hidden = write(tmp_path, ".hidden.txt", "x")

    assert found(tmp_path) == []
    assert len(found(hidden)) == 1


def test_overlapping_paths_give_each_document_once(tmp_path):
    path = write(tmp_path, "a/b.txt", "x")

    assert len(found(path, tmp_path / "a", tmp_path, path)) == 1


def test_the_number_of_documents_is_known_before_they_are_read(tmp_path):
    write(tmp_path, "a/b.txt", "x")
    path = write(tmp_path, "c.txt", "x")

    assert count(roots([str(tmp_path)])) == 2
    assert count(roots([str(path)])) == 1


@pytest.mark.parametrize("name", ["nowhere", "file.txt/under", "a\0b"])
def test_a_path_that_is_not_there_is_named(tmp_path, name):
    write(tmp_path, "file.txt", "x")

    with pytest.raises(NoSuchPath) as caught:
        roots([str(tmp_path / name)])

    assert caught.value.path.endswith(name)


def test_a_link_to_itself_is_no_path(tmp_path):
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(NoSuchPath):
        roots([str(tmp_path / "loop")])


def test_standard_input_is_a_document(tmp_path):
    (one,) = found("-", stdin=io.BytesIO(b"words"))

    assert (one.data, str(one.place)) == (b"words", "-")


def test_standard_input_that_is_closed_is_refused():
    assert found("-")[0].refused.reason == Refusal.UNREADABLE_FILE


def test_standard_input_that_cannot_be_read_is_refused_with_the_reason():
    refused = found("-", stdin=Broken())[0].refused

    assert (refused.reason, refused.detail) == (Refusal.UNREADABLE_FILE, "Bad file descriptor")


def test_standard_input_that_does_not_wait_is_made_to_wait():
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.write(writing, b"words")

    def go_on() -> None:
        os.write(writing, b" and more")
        os.close(writing)

    later = threading.Timer(0.05, go_on)
    later.start()
    with os.fdopen(reading, "rb") as stream:
        (one,) = found("-", stdin=stream)
    later.join()

    assert one.data == b"words and more"


def test_standard_input_is_not_read_beyond_the_limit():
    stream = io.BytesIO(b"x" * 5000)

    (one,) = collect([STANDARD_INPUT], most=1000, stdin=stream)

    assert one.refused.reason == Refusal.TOO_LARGE
    assert stream.tell() == 1001


def test_a_large_file_is_refused_unread_with_its_size(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)

    (one,) = found(path)

    assert (one.refused.reason, one.size, one.data) == (Refusal.TOO_LARGE, 50_000_000_000, None)


# What is no file


@pytest.mark.parametrize(
    ("make", "detail"),
    [
        pytest.param(os.mkfifo, "pipe", id="pipe"),
        pytest.param(lambda path: socket.socket(socket.AF_UNIX).bind(path), "socket", id="socket"),
        pytest.param(lambda path: Path(path).symlink_to("/dev/null"), "link out", id="device"),
        pytest.param(lambda path: Path(path).symlink_to(".."), "link out", id="folder above"),
        pytest.param(lambda path: Path(path).symlink_to("sub"), "folder", id="folder inside"),
        pytest.param(lambda path: Path(path).symlink_to("/etc/fstab"), "link out", id="outside"),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_no_file_of_the_folder_is_refused_at_once(tmp_path, monkeypatch, make, detail):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    make("it")

    (one,) = found(tmp_path)

    assert one.refused.reason == Refusal.NOT_A_FILE
    assert detail in one.refused.detail


def test_a_pipe_that_is_given_by_name_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert found(tmp_path / "pipe")[0].refused.reason == Refusal.NOT_A_FILE


def test_a_link_to_a_file_of_the_folder_is_read_at_its_own_place(tmp_path):
    write(tmp_path, "a/real.txt", "words")
    (tmp_path / "link.txt").symlink_to("a/real.txt")

    documents = found(tmp_path)

    assert [one.data for one in documents] == [b"words", b"words"]
    assert documents[1].place.path == "link.txt"


@pytest.mark.parametrize("target", ["nowhere", "loop"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path, target):
    (tmp_path / "loop").symlink_to(target)

    (one,) = found(tmp_path)

    assert one.refused.reason == Refusal.UNREADABLE_FILE


def test_a_file_that_goes_meanwhile_is_refused(tmp_path):
    one = fetch(Root(tmp_path), "gone.txt", 100)

    assert one.refused.reason == Refusal.UNREADABLE_FILE
    assert one.refused.detail == "No such file or directory"


def test_a_folder_that_goes_meanwhile_is_refused(tmp_path):
    (one,) = collect([Root(tmp_path / "gone")], most=100)

    assert one.refused.reason == Refusal.UNREADABLE_FILE


# What happens while it is read


class Meanwhile:
    """Lets something happen between the looks that are taken at a file, one thing a look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.happening: list[Callable[[], object]] = []
        self._look = os.fstat
        monkeypatch.setattr(os, "fstat", self)

    def __call__(self, handle: int) -> os.stat_result:
        seen = self._look(handle)
        if self.happening:
            self.happening.pop(0)()
        return seen


@pytest.fixture
def meanwhile(monkeypatch):
    return Meanwhile(monkeypatch)


def nothing() -> None:
    pass


def test_a_file_that_changes_while_it_is_read_is_read_once_more(tmp_path, meanwhile):
    path = write(tmp_path, "a.txt", "words")
    meanwhile.happening = [lambda: path.write_text("other words", "utf-8")]

    (one,) = found(path)

    assert (one.data, one.refused) == (b"other words", None)


def test_a_file_that_goes_on_changing_is_refused_without_bytes(tmp_path, meanwhile):
    path = write(tmp_path, "a.txt", "words")
    meanwhile.happening = [
        lambda: path.write_text("other words", "utf-8"),
        nothing,
        lambda: path.write_text("more", "utf-8"),
    ]

    (one,) = found(path)

    assert (one.refused.reason, one.data) == (Refusal.CHANGED_WHILE_READ, None)


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (zipped({"a": "words", "b": "more"}), 2),
        (tarred({"a": "words", "b": "more"}, packing="gz"), 2),
        (gzip.compress(b"words"), 0),
    ],
    ids=["zip", "tar", "packed document"],
)
def test_a_large_archive_that_changes_while_it_is_read_is_refused_at_its_end(
    tmp_path, meanwhile, data, read
):
    path = write(tmp_path, "a.zip", data)
    meanwhile.happening = [nothing, nothing, lambda: os.utime(path, (1, 1))]

    *members, archive = found(path, most=10)

    assert archive.refused.reason == Refusal.CHANGED_WHILE_READ
    assert archive.place.member == ""
    assert len(members) == read


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda path: path.unlink(), Refusal.UNREADABLE_FILE),
        (lambda path: path.write_text("no archive any more", "utf-8"), Refusal.CHANGED_WHILE_READ),
    ],
    ids=["goes", "becomes a document"],
)
def test_a_large_archive_that_is_none_any_more_when_it_is_opened_is_refused(
    tmp_path, meanwhile, change, reason
):
    path = write(tmp_path, "a.zip", zipped({"a": "words"}))
    meanwhile.happening = [nothing, lambda: change(path)]

    (one,) = found(path, most=10)

    assert one.refused.reason == reason


def test_an_archive_that_changes_while_it_is_read_is_read_once_more_like_any_file(
    tmp_path, meanwhile
):
    path = write(tmp_path, "a.zip", zipped({"a": "words"}))
    meanwhile.happening = [lambda: path.write_bytes(zipped({"b": "other words"}))]

    assert [one.data for one in found(path)] == [b"other words"]


# Names


def test_a_name_that_is_no_text_is_kept_as_text(tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"words")

    (one,) = found(tmp_path)

    assert one.place.path == r"caf\xe9.txt"
    assert one.data == b"words"


def test_different_names_stay_different():
    names = [os.fsdecode(b"\xe9"), r"\xe9", r"\\xe9", "é", "x" * 1001, "x" * 1002]

    assert len({printable(name) for name in names}) == len(names)


def test_a_name_of_255_bytes_is_kept_whole(tmp_path):
    write(tmp_path, "n" * 255, "words")

    assert found(tmp_path)[0].place.path == "n" * 255
