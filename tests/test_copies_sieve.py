"""What says in memory that no text has a shingle: it is quick, and hides nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.copies import following, index, sieve
from articles.copies.following import follow
from articles.copies.index import MOST_OF_ONE
from articles.copies.sieve import PIECE, Sieve
from articles.models import Article, Copy, Passage, Sample, ShingleFilter
from tests.builders import make_article, make_source
from tests.test_ingest_passages import SUBJECTS, text

ROOT = Path(__file__).resolve().parent.parent


def article(subject: str) -> Article:
    return make_article(subject, body=text(subject))


@pytest.fixture
def always(monkeypatch):
    """Let a sieve be filled, kept and let grow as if texts were a thousand times as many."""
    monkeypatch.setattr(sieve, "LEAST_UNKEPT", 2)
    monkeypatch.setattr(sieve, "WORDS_PER_UNKEPT", PIECE)
    monkeypatch.setattr(sieve, "SEARCHES_PER_SAMPLE", 0)
    monkeypatch.setattr(sieve, "WORDS_PER_SEARCH", 1 << 30)


@pytest.fixture
def small_epochs(always, monkeypatch):
    """Make an index of a few texts as one of a hundred thousand is: of several trees."""
    monkeypatch.setattr(index, "EPOCH", 2)


@pytest.mark.django_db
def test_a_sieve_hides_nothing(small_epochs):
    of_run = following.sieve()
    for subject in SUBJECTS[:4]:
        follow([article(subject)], are_new=True, sieve=of_run)
    follow([article(SUBJECTS[4])])  # by somebody else
    follow([article(SUBJECTS[5])], are_new=True, sieve=of_run)

    assert Passage.objects.count() == 15
    assert set(ShingleFilter.objects.values_list("upto", flat=True)) <= {
        *Sample.objects.values_list("pk", flat=True)
    }


@pytest.mark.django_db
def test_the_next_run_begins_with_the_bits_that_were_kept(small_epochs):
    of_run = following.sieve()
    for subject in [*SUBJECTS[:3], "河"]:
        follow([article(subject)], are_new=True, sieve=of_run)
    kept = ShingleFilter.objects.get()
    later = following.sieve()
    later.add([], [])  # before it has bits

    follow([article("街")], are_new=True, sieve=later)

    assert Passage.objects.count() == 10
    assert kept.upto in Sample.objects.values_list("pk", flat=True)
    assert later.size == PIECE


@pytest.mark.django_db
def test_bits_that_do_not_belong_together_are_not_taken(small_epochs):
    for piece, upto in enumerate((1, 2, 2, 2)):
        ShingleFilter.objects.create(piece=piece, upto=upto, bits=bytes(8 * PIECE))
    for subject in SUBJECTS[:3]:
        follow([article(subject)], are_new=True, sieve=following.sieve())

    assert Passage.objects.count() == 3


@pytest.mark.django_db
def test_a_run_searches_without_a_sieve_as_long_as_that_costs_less():
    follow([article(subject) for subject in SUBJECTS[:3]], are_new=True)
    of_run = following.sieve()

    follow([article(SUBJECTS[3])], are_new=True, sieve=of_run)

    assert of_run.size == 0
    assert Passage.objects.count() == 6


@pytest.mark.django_db
def test_a_sieve_grows_when_it_lets_too_much_through(small_epochs, monkeypatch):
    monkeypatch.setattr(sieve, "WORDS_PER_SAMPLE", PIECE // 2)
    of_run = following.sieve()
    sizes = []
    for subject in SUBJECTS:
        follow([article(subject)], are_new=True, sieve=of_run)
        sizes.append(of_run.size // PIECE)

    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (1, 4)
    assert Passage.objects.count() == 15
    follow([article("河"), article("街")], are_new=True, sieve=of_run)
    follow([article("路")], are_new=True, sieve=of_run)
    assert ShingleFilter.objects.count() == 4


@pytest.mark.django_db
def test_a_sieve_lets_nearly_nothing_through_that_is_new():
    known, new = set(range(1000 << 20, 21_000 << 20, 1 << 20)), set(range(3, 20_003))
    of_run = Sieve(lambda _after: iter([sorted(known)]), sizes=[1 << 13])
    Sample.objects.create(article=make_article(), size=1, digest="x", rules=1)

    assert of_run.sift(known, 100) == known
    assert of_run.size == 1 << 13
    assert len(of_run.sift(new, 1)) < 2_000


def left() -> tuple[list[Any], ...]:
    """Return all that following texts has left, by titles instead of keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.title, i.place % 1099511627776, i.text % 1073741824 FROM article_shingle i"
            " JOIN articles_sample s ON s.id = i.text >> 30"
            " JOIN articles_article a ON a.id = s.article_id"
        )
        entered = cursor.fetchall()
    passages = Passage.objects.values_list(
        "article__title", "start", "end", "other__title", "other_start", "other_end"
    )
    copies = Copy.objects.values_list("article__title", "other__title")
    families = Article.objects.values_list("title", "family__canonical__title")
    return tuple(map(sorted, (entered, passages, copies, map(str, families))))


@pytest.mark.django_db
def test_texts_one_by_one_and_in_batches_leave_the_same(small_epochs, monkeypatch):
    sources = [make_source(name) for name in ("Harbour Post", "Evening Bell", "River Times")]
    texts = [text(subject) for subject in SUBJECTS[:4]]
    texts += [texts[0], texts[1][:120], texts[2].replace("桥", "塔"), *(MOST_OF_ONE * [text("路")])]
    made = [
        make_article(f"{number}", body=body, source=sources[number % 3])
        for number, body in enumerate(texts)
    ]
    found = []
    for size, few in [(1, 48), (2, 48), (5, 0), (len(made), 0)]:
        monkeypatch.setattr(index, "FEW_OF_ONE", few)
        of_run = following.sieve()
        for start in range(0, len(made), size):
            follow(made[start : start + size], are_new=True, sieve=of_run if size > 1 else None)
        found.append(left())
        following.clear()

    assert all(found[0])
    assert found == [found[0]] * 4


# What somebody else has not committed yet, in a process of its own.
EDITOR = """
import sys, django
django.setup()
from django.db import transaction
from articles.copies.following import follow
from articles.models import Article
with transaction.atomic():
    follow([Article.objects.get(pk=int(sys.argv[1]))])
    print("entered", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def editor(transactional_db) -> Iterator[Any]:
    """Begin a transaction elsewhere that enters an article; what is returned commits it."""
    begun = []
    named = connection.settings_dict
    address = f"{named['USER']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"
    environment = os.environ | {"DATABASE_URL": f"postgresql://{address}"}

    def begin(edited: Article) -> Any:
        process = subprocess.Popen(
            [sys.executable, "-c", EDITOR, str(edited.pk)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        begun.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "entered\n"
        return lambda: process.communicate("\n", timeout=30)

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_does_not_escape_a_run_under_way(editor, always):
    edited, last = article("果园"), article("图书馆")
    alone = [make_article(name, body=text(name, f"{name}没有别的话")) for name in SUBJECTS[2:5]]
    of_run = following.sieve()
    follow(alone[:1], are_new=True, sieve=of_run)
    commit = editor(edited)
    follow(alone[1:2], are_new=True, sieve=of_run)  # numbered after the editor's
    follow(alone[2:], are_new=True, sieve=of_run)
    commit()

    follow([last], are_new=True, sieve=of_run)

    assert [(one.article, one.other) for one in Passage.objects.all()] == [(edited, last)]
