"""Simplified and traditional characters find each other where the extra is installed."""

from __future__ import annotations

import sys

import pytest

from articles.models import Article
from articles.search.desk import search
from articles.search.index import index_articles
from articles.text.snippets import highlighted
from articles.text.tokens import asked, tokens
from articles.text.variants import as_simplified, is_installed, simplified
from tests.builders import make_article

installed = pytest.mark.skipif(not is_installed(), reason="needs the extra opencc")


@installed
@pytest.mark.parametrize("words", ["风后港湾", "風後港灣", "風后港湾"])
@pytest.mark.parametrize("text", ["台風後港灣重開", "台风后港湾重开"])
@pytest.mark.django_db
def test_either_writing_finds_the_other(text, words):
    article = make_article(text)
    index_articles([article])

    found = search(Article.objects.all(), words[1:])
    assert found.count() == 1
    assert highlighted(text, asked(words[1:]).wanted).spans == ((2, 5),)


@installed
def test_a_character_becomes_one_character_and_stays_it():
    letters = "".join(map(chr, range(0x4E00, 0xA000)))

    plain = as_simplified(letters)

    assert len(plain) == len(letters)
    assert as_simplified(plain) == plain


def test_simplified_text_is_itself():
    assert as_simplified("台风之外, a b") == "台风之外, a b"
    assert tokens("台风") == ["台风", "风"]


def test_without_the_extra_every_character_is_itself(monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", None)
    simplified.cache_clear()
    try:
        assert as_simplified("台風") == "台風"
        assert not is_installed()
    finally:
        simplified.cache_clear()
