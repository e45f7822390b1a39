"""What is made of texts ahead of the one who writes says what he would have made himself."""

from __future__ import annotations

import pytest

from articles.ingest.known import Known
from articles.ingest.records import Found, Place
from articles.ingest.workers import Orders, prepared_by, read_all
from articles.text.packing import pack, unpack
from articles.text.prepared import prepare, words_of
from articles.text.shingles import shingles, squeezed
from articles.text.tokens import tokens
from tests.bench import material

TEXTS = [
    "",
    "。",
    "监管",
    "Ten bridges, one river\nand a ferry",
    "第一段写河岸的灯。\n第二段写过河的船，还有 3 座桥。" * 40,
]


@pytest.mark.parametrize("text", TEXTS, ids=["empty", "signs", "short", "english", "long"])
def test_what_is_prepared_of_a_text_is_what_the_indexes_make_of_it(text):
    prepared = prepare(text)

    assert prepared.shingles == shingles(squeezed(text))
    said = [" ".join(words_of(text, one)) for one in (prepared, None)]
    assert said == [" ".join(tokens(text))] * 2


def test_packed_bytes_come_back_bit_for_bit():
    data = bytes(range(256)) * 9

    assert unpack(pack(data)) == data
    assert len(pack(data)) < len(data)


def test_readers_prepare_what_they_read_only_where_they_are_asked_to():
    name, text = next(material.texts(1))
    data = text.encode()
    found = [
        Found(Place("/news", name), data, len(data), "a" * 64),
        Found(Place("/news", "gone.md"), None, 0, ""),
    ]

    plain, _refused = read_all(found, Orders(Known()))
    asked, refused = read_all(found, Orders(Known(), prepares=True))

    assert (plain.prepared, plain.packed) == ({}, None)
    assert asked.reading == plain.reading
    (body,) = [article.body_text for article in asked.reading.articles]
    assert prepared_by([asked, refused]) == {body: prepare(body)}
    assert asked.packed is not None
    assert unpack(asked.packed) == data
    assert (refused.prepared, refused.packed) == ({}, None)
