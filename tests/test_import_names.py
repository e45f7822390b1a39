"""Names as no program would write them come through to the database and to the report."""

from __future__ import annotations

import io
import json
import os
import random
import tarfile

import pytest
from django.core.management import call_command

from articles.models import Document
from tests.archives import raw_zip, tar_header, tar_of, tarred
from tests.documents import document, run, write

pytestmark = pytest.mark.django_db

ODD = {
    "no text": b"caf\xe9 \xff\xfe.txt",
    "a surrogate as UTF-8": b"\xed\xa0\x80.txt",
    "signs for a terminal": b"\x1b[2J\x1b]0;title\x07\x9b.txt",
    "lines": b"a\nRefused b\r\n.txt",
    "turned around": "\u202etxt.exe\u202c \u2066.txt".encode(),
    "beyond the plane": "𝕏😀.txt".encode(),
    "nothing to see": "\u200b\u2028.txt".encode(),
    "quotes": b"\"';--{}%s&lt;<b>.txt",
}
by_name = pytest.mark.parametrize("name", ODD.values(), ids=list(ODD))


def printed(*arguments: object) -> str:
    """Import as a command, and return what it prints."""
    out = io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def on_disk(folder, name):
    folder.mkdir()
    with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123
        file.write(document("harbour").encode())


def in_zip(folder, name):
    write(folder, "a.zip", raw_zip([name], document("harbour").encode()))


def in_tar(folder, name):
    data = document("harbour").encode()
    header = tar_header(name, size=b"%011o\0" % len(data))
    write(folder, "a.tar", header + data + bytes(-len(data) % 512 + 1024))


@by_name
@pytest.mark.parametrize("put", [on_disk, in_zip, in_tar])
def test_any_name_is_stored_known_again_and_reported_on_one_line(tmp_path, put, name):
    folder = tmp_path / "given"
    put(folder, name)

    (line,) = printed(folder).splitlines()
    again = printed(folder)
    (told,) = [json.loads(one) for one in printed(folder, "--report", "jsonl").splitlines()]

    stored = Document.objects.get()
    assert (stored.refusal, stored.origins.count()) == ("", 1)
    assert "What the harbour needs" in line
    assert line.isprintable()
    assert again.startswith("Unchanged")
    assert told["document"]["path"] == str(stored)


def of_chinese(length: int, chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(length))


def test_the_longest_names_of_all_find_room_in_every_index(tmp_path):
    chance = random.Random(6)  # noqa: S311
    inner = "/".join(of_chinese(80, chance) for _ in range(12))
    names = [of_chinese(1_000, chance)] * 3
    entries = ((tarfile.TarInfo(name), document("harbour")) for name in names)
    write(tmp_path, f"{inner}/a.tar", tar_of(entries))

    run(tmp_path / inner)
    run(tmp_path)

    assert set(Document.objects.values_list("refusal", flat=True)) == {""}
    assert Document.objects.count() == 6


def test_names_that_begin_alike_without_end_stay_apart(tmp_path):
    names = [f"{'n' * 2_000}{number}.md" for number in range(3)]
    write(tmp_path, "a.tar", tarred({name: document(name[-4:]) for name in names}))

    run(tmp_path)
    _summary, done = run(tmp_path)

    assert Document.objects.count() == 3
    assert [one.plan for one in done] == [None] * 3
