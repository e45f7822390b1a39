from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.snippets import Marked, highlighted, snippet
from articles.text.tokens import LONGEST_WORD, asked
from tests.limits import at_most


def marked(text: str, words: str) -> str:
    return highlighted(text, asked(words).wanted).html()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("新桥通车了", "通车", "新桥<mark>通车</mark>了", id="chinese"),
        pytest.param("一国两国", "国", "一<mark>国</mark>两<mark>国</mark>", id="one-character"),
        pytest.param("The Bridge", "bridge", "The <mark>Bridge</mark>", id="case"),
        pytest.param("Bridges bridge", "bridge", "Bridges <mark>bridge</mark>", id="whole-words"),
        pytest.param("用５Ｇ网", "5g", "用<mark>５Ｇ</mark>网", id="width"),
        pytest.param("Covid–19!", "covid-19", "<mark>Covid–19</mark>!", id="signs-within"),
        pytest.param("cafe\u0301 x", "café", "<mark>cafe\u0301</mark> x", id="composed"),
        pytest.param("ﬁne", "fine", "<mark>ﬁne</mark>", id="ligature"),
        pytest.param("a<b> & a", "a", "<mark>a</mark>&lt;b&gt; &amp; <mark>a</mark>", id="escaped"),
        pytest.param("新桥通车", "新桥 桥通", "<mark>新桥通</mark>车", id="overlapping"),
        pytest.param("nothing here", "bridge", "nothing here", id="not-there"),
        pytest.param("x" * 70, "x" * 80, f"<mark>{'x' * 70}</mark>", id="endless-word"),
    ],
)
def test_words_are_marked_as_they_were_printed(text, words, expected):
    assert marked(text, words) == expected


FILLER = "平原上的河流缓慢地流过村庄。" * 20


def said(text: str, words: str) -> str:
    return snippet(text, asked(words).wanted).html()


def test_a_snippet_shows_the_words_in_their_sentence():
    text = f"{FILLER}灯塔昨晚重新亮起，渔船回港。{FILLER}"

    assert said(text, "亮起").startswith("…灯塔昨晚重新<mark>亮起</mark>，渔船回港。")


def test_a_snippet_shows_most_of_the_words_at_once():
    text = f"灯塔在海边。{FILLER}渔船见到灯塔。{FILLER}"

    assert "<mark>渔船</mark>见到<mark>灯塔</mark>" in said(text, "灯塔 渔船")


def test_a_snippet_without_the_words_is_the_beginning():
    assert said("Short text", "bridge") == "Short text"
    assert said(FILLER, "bridge").startswith("平原上的河流")
    assert said("", "bridge") == ""


def test_a_snippet_cuts_no_word():
    text = "alpha beta gamma " * 40 + "bridge " + "delta epsilon " * 40

    words = said(text, "bridge").replace("<mark>", "").replace("</mark>", "").strip("…").split()

    assert set(words) <= {"alpha", "beta", "gamma", "bridge", "delta", "epsilon"}


def test_a_snippet_of_an_endless_word_is_not_endless():
    assert len(said("x" * 100_000, "x" * LONGEST_WORD)) < 100_200


@given(st.text(max_size=300), st.text(max_size=30))
def test_a_snippet_of_any_text_is_safe_and_short(text, words):
    terms = asked(words).wanted
    for found in (snippet(text, terms), highlighted(text, terms)):
        assert isinstance(found, Marked)
        assert all(0 <= a < b <= len(found.text) for a, b in found.spans)
        rest = found.html().replace("<mark>", "").replace("</mark>", "")
        assert "<" not in rest
        assert ">" not in rest


def test_a_snippet_of_a_text_that_is_full_of_a_word_begins_with_it():
    assert said("国" * 1_000, "国").startswith("<mark>国")


def test_a_snippet_begins_at_a_word():
    begun = said("alphabet " * 30 + "bridge", "bridge").replace("…", "").split()

    assert set(begun) == {"alphabet", "<mark>bridge</mark>"}
    assert said("x" * 30 + " " * 40 + "bridge", "bridge") == "…<mark>bridge</mark>"


def test_a_phrase_longer_than_a_snippet_is_shown_from_its_beginning():
    phrase = "river " * 30

    assert said(f"{FILLER}{phrase}", f'"{phrase}" 河流').startswith("平原上的<mark>河流</mark>")
    assert said(f"delta. {phrase}", f'"{phrase}"').startswith("delta. <mark>river")


MANY = "the of and to in is it on as at by he we or an be if so no up do me my us go am not for was"
HAN = "天地人你我他日月水火山石田土"
HOSTILE = {
    "words": (f"{MANY} ", MANY),
    "characters": (HAN, " ".join(HAN)),
    "one endless word": ("a", " ".join("a" * length for length in range(1, 19))),
    "phrases": ("a ", " ".join(f'"{"a " * length}"' for length in range(1, 13))),
}


@pytest.mark.limits
@pytest.mark.parametrize(("piece", "words"), HOSTILE.values(), ids=HOSTILE)
def test_the_snippets_of_a_page_of_long_texts_take_two_seconds_at_most(piece, words):
    text, terms = (piece * 24_000)[:24_000], asked(words).wanted

    with at_most(2):
        for _article in range(20):
            snippet(text, terms)
