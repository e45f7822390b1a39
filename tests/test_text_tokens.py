from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.folding import fold, fold_fully
from articles.text.tokens import (
    IN_LEAD,
    IN_TITLE,
    LONGEST_WORD,
    MOST_OF_ONE,
    MOST_PLACES,
    MOST_TERMS,
    SEAM,
    Term,
    asked,
    entry,
    parts,
    tokens,
)
from tests.limits import growth

SCRIPTS = {
    "english": "The Council’s 3rd budget: it doesn't add up",
    "chinese": "审稿人今天在上海开会，讨论新的发稿办法。",
    "mixed": "５Ｇ网络与covid-19之后的AI产业",
    "old-chinese": "二〇二二年，人人有責；時時處處",
    "rare-han": "𠮷野家、𬭸元素和𰻞𰻞面",
    "japanese": "東京タワーの夜、ﾊﾝｶｸ文字",
    "korean": "서울에서 열린 회의",
    "european": "Straße Ærø ŁÓDŹ naïve Ελλάδα Москва",
    "indic": "हिन्दी समाचार தமிழ்",
    "arabic": "السَّلام عليكم ١٢٣",
    "new-letters": "Ა\u1c90 Ꭰꭰ \U0001e900 \u1c80",
    "signs": "½ ① ㈱ ™ ﬁne Ⅻ x² _under_ a\u0301\u0323 \u200bzero\u200bwidth",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("，。！ — ……", [], id="punctuation"),
        pytest.param("国", ["国"], id="one-character"),
        pytest.param("中国人", ["中国", "国人", "人"], id="run"),
        pytest.param("ＡＩ 与5G", ["ai", "与", "5g"], id="width-and-case"),
        pytest.param("COVID-19", ["covid", "19"], id="hyphen"),
        pytest.param("e\u0301te\u0301 été", ["été", "été"], id="composed"),
        pytest.param("STRASSE straße", ["strasse", "strasse"], id="case-folded"),
        pytest.param("新\u200b闻", ["新闻", "闻"], id="zero-width-space"),
        pytest.param("snake_case", ["snake", "case"], id="underscore"),
        pytest.param("二〇年", ["二〇", "〇年", "年"], id="han-zero"),
        pytest.param("タワー", ["タワ", "ワー", "ー"], id="kana"),
        pytest.param("서울에", ["서울", "울에", "에"], id="hangul"),
        pytest.param("𬭸水", ["𬭸水", "水"], id="rare-character"),
        pytest.param("𠮷野", ["𠮷野", "野"], id="supplementary-plane"),
        pytest.param("\ud800a\ud800", ["a"], id="lone-surrogates"),
    ],
)
def test_tokens_are_words_and_pairs(text, found):
    assert tokens(text) == found


def test_pinned_tokens_change_only_with_a_rebuilt_index():
    assert tokens("The 3rd budget") == ["the", "3rd", "budget"]
    assert tokens("编辑部发稿") == ["编辑", "辑部", "部发", "发稿", "稿"]
    assert tokens("ＡＩ写稿2.0版") == ["ai", "写稿", "稿", "2", "0", "版"]


def test_an_endless_word_is_cut_alike_in_index_and_query():
    endless = "x" * 1000

    assert tokens(endless) == ["x" * LONGEST_WORD]
    assert asked(endless).wanted == (Term(("x" * LONGEST_WORD,)),)


def test_an_index_keeps_each_token_once_wherever_it_stands():
    kept = set(entry("监管", "5g 监管", "5g 5g x 监管 管法 法").split())

    assert kept == {
        *("5g", "x", "监", "监管", "管", "管法", "法"),
        *("\ue000监", "\ue000监管"),
        *("\ue0015g", "\ue001监", "\ue001监管"),
    }


def test_no_words_of_a_reader_hold_what_marks_a_title_or_lead():
    (*terms,) = asked(f"{IN_TITLE}bridge {IN_LEAD}监").wanted

    assert [term.tokens for term in terms] == [("bridge",), ("监",)]


@pytest.fixture
def index():
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE rows USING fts5(body, tokenize=ascii)")
        database.execute("CREATE VIRTUAL TABLE words USING fts5vocab(rows, 'instance')")
        yield database
    database.close()


def matches(index: sqlite3.Connection, term: Term) -> bool:
    phrase = f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'
    return index.execute("SELECT 1 FROM rows WHERE rows MATCH ?", [phrase]).fetchone() is not None


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_sqlite_keeps_every_token_as_it_is(index, text):
    index.execute("INSERT INTO rows VALUES (?)", [" ".join(tokens(text))])

    assert [row[0] for row in index.execute("SELECT term FROM words ORDER BY offset")] == (
        tokens(text)
    )


def test_sqlite_keeps_a_token_of_every_letter_there_is(index):
    letters = map(chr, (*range(0xD800), *range(0xE000, 0x40000)))
    kept = set(tokens(" ".join(f"{letter}国 a{letter}" for letter in letters)))
    index.execute("INSERT INTO rows VALUES (?)", [" ".join(kept)])

    found = [row[0] for row in index.execute("SELECT term FROM words")]

    assert len(found) == len(kept) > 200_000
    assert set(found) == kept


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_every_part_of_a_text_finds_it(index, text):
    index.execute("INSERT INTO rows VALUES (?)", [" ".join(tokens(text))])
    for term in asked(text).wanted:
        assert matches(index, term)


@pytest.mark.parametrize("start", range(8))
@pytest.mark.parametrize("length", range(1, 9))
def test_any_stretch_of_han_characters_is_found(index, start, length):
    text = "本市明天起试行新的垃圾分类办法"
    index.execute("INSERT INTO rows VALUES (?)", [" ".join(tokens(text))])

    (term,) = asked(text[start : start + length]).wanted

    assert matches(index, term)


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param('"" ！？ "…"', [], id="no-words"),
        pytest.param("台风路径", [Term(("台风", "风路", "路径"))], id="pairs-without-the-last"),
        pytest.param("雨", [Term(("雨",), is_prefix=True)], id="one-character"),
        pytest.param("Covid－19", [Term(("covid", "19"))], id="word-with-its-signs"),
        pytest.param("don’t", [Term(("don", "t"))], id="apostrophe"),
        pytest.param("苹果iPhone", [Term(("苹果",)), Term(("iphone",))], id="change-of-script"),
        pytest.param('"rain tax"', [Term(("rain", "tax"))], id="quoted"),
        pytest.param("“降雨 AI 预报”", [Term(("降雨", "雨", "ai", "预报"))], id="quoted-chinese"),
        pytest.param('"AI 雨"', [Term(("ai", "雨"), is_prefix=True)], id="quoted-prefix"),
        pytest.param('rain "tax', [Term(("rain",)), Term(("tax",))], id="open-quote"),
        pytest.param("rain RAIN", [Term(("rain",))], id="repeated"),
    ],
)
def test_a_readers_words_become_terms(words, terms):
    assert list(asked(words).wanted) == terms


def test_a_search_of_two_thousand_words_is_cut():
    assert len(asked(" ".join(f"w{number}" for number in range(2000))).wanted) == MOST_TERMS


@given(st.text(max_size=60))
def test_any_text_is_a_valid_search_of_quotable_tokens(text):
    for term in asked(text).wanted:
        assert term.tokens
        assert all(not set(token) & set("\"'\\ :*&|!()<>\0") for token in term.tokens)


@given(st.text(st.sampled_from("aB１Ｇ中国々〇ーカ서，＿·é\u0301\u200b½℃ \n"), max_size=40))
def test_folding_on_a_difference_only_gives_the_same_tokens(text):
    assert tokens(text) == tokens(fold_fully(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        pytest.param("雨 -台风", [Term(("台风",))], id="word"),
        pytest.param("雨 －台风", [Term(("台风",))], id="wide"),
        pytest.param('rain -"acid tax"', [Term(("acid", "tax"))], id="phrase"),
        pytest.param("rain -covid-19", [Term(("covid", "19"))], id="word-with-its-signs"),
        pytest.param("covid-19", [], id="within-a-word"),
        pytest.param("rain - tax", [], id="alone"),
        pytest.param("rain -", [], id="at-the-end"),
        pytest.param("rain -…", [], id="without-a-word"),
    ],
)
def test_a_minus_wants_articles_without_a_word(words, unwanted):
    assert list(asked(words).unwanted) == unwanted


def test_no_word_of_a_query_is_a_seam():
    assert asked(SEAM).wanted == (Term((SEAM[:LONGEST_WORD],)),)


def test_a_text_is_one_part_as_long_as_a_row_holds_it():
    found = tokens("审稿人今天在上海开会。" * 100)

    assert parts(found) == [found]
    assert parts([]) == [[]]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([f"w{number}" for number in range(30_000)], id="many-words"),
        pytest.param(["哈哈"] * 3_000, id="one-word"),
        pytest.param(tokens("山水风云日月星河" * 5_000), id="a-few-words"),
    ],
)
def test_parts_keep_every_place_of_a_word_and_every_phrase(found):
    made = parts(found, before=["w1"] * 100)

    for number, part in enumerate(made):
        counted = Counter(part)
        counted["w1"] += 0 if number else 100
        assert len(part) <= MOST_PLACES
        assert max(counted.values()) <= MOST_OF_ONE
    whole = [" ".join(part) for part in made]
    for start in range(0, len(found) - 200, 97):
        phrase = " ".join(found[start : start + 200])
        assert any(phrase in part for part in whole)


@pytest.mark.limits
@pytest.mark.parametrize(
    "piece",
    ["中", "a", "a中", "Ｇ", "é", "\u0301\u0316", "\u0f73\u0301", "ﾞ\u0301", '"', "a-", "𬭸", "٠ "],
)
@pytest.mark.parametrize("function", [tokens, asked])
def test_time_grows_with_the_text_and_no_faster(function, piece):
    assert growth(function, piece) < 3


@pytest.mark.limits
@pytest.mark.parametrize("piece", ["中", "a中", "𬭸", "abcdefgh "])
def test_parts_take_time_as_their_text_does(piece):
    assert growth(lambda text: parts(text.split("|")), f"{piece}|") < 3
