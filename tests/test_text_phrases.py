"""Words side by side: a look at the text says what a comparison of all its tokens says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text.phrases import Text, are_among
from articles.text.tokens import LONGEST_WORD, Term, asked, tokens
from articles.text.variants import is_installed

# Letters with marks, of other widths and cases, that fold to several or to nothing; one of a
# script without spaces that no Unicode has yet.
LETTERS = st.sampled_from([*"国中後后𠮷한かがﾊﾞabAé5５²ﬁßİǅ々〇", "e\u0301", "\u0301", "\U0002a6e0"])
SIGNS = st.sampled_from([*" \n。-_.'·!Ⅳ①㎏\u200b\u00ad\ufe0f"])
LONG = st.sampled_from(["x" * LONGEST_WORD, "x" * (LONGEST_WORD + 1), "x" * (LONGEST_WORD + 9)])
TEXTS = st.lists(LETTERS | LETTERS | LETTERS | SIGNS | LONG, max_size=14).map("".join)


def stand_in(found: Sequence[str], term: Term) -> bool:
    """Whether tokens stand side by side, compared one by one."""
    *first, last = term.tokens
    for start in range(len(found) - len(first)):
        *here, end = found[start : start + len(term.tokens)]
        fits = end.startswith(last) if term.is_prefix else end == last
        if here == first and fits:
            return True
    return False


@given(TEXTS, TEXTS | TEXTS.map('"{}"'.format), st.integers(0, 20))
@example("x" * (LONGEST_WORD + 9), "x" * LONGEST_WORD, 1)
@example("a\U0002a6e0b", '"a b"', 3)
def test_a_text_holds_the_words_that_its_tokens_hold(text, words, most):
    found = tokens(text)
    beginning = Text(text).first_tokens(most)

    assert beginning == found[:most]
    for term in asked(words).wanted:
        assert Text(text).holds(term) == stand_in(found, term)
        assert are_among(term, found) == stand_in(found, term)
        assert are_among(term, beginning) == stand_in(found[:most], term)


@given(TEXTS, st.integers(0, 14), st.integers(0, 14))
def test_a_text_holds_each_of_its_own_passages_as_its_tokens_do(text, start, end):
    for term in asked(f'"{text[start:end]}"').wanted:
        assert Text(text).holds(term) == stand_in(tokens(text), term)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("新监管法案", "监管法", True, id="inside-a-run"),
        pytest.param("监管和管法", "监管法", False, id="pairs-that-stand-apart"),
        pytest.param("监管，法案", "监管法", False, id="a-sign-between"),
        pytest.param("监管，法案", '"监管 法"', True, id="two-words-with-a-sign-between"),
        pytest.param("监管法案", '"监管 法"', False, id="two-words-that-are-one"),
        pytest.param("新5G网络", '"5G 网"', True, id="goes-on-where-the-reader-stopped"),
        pytest.param("新5G的网络", '"5G 网"', False, id="something-between"),
        pytest.param("ＣＯＶＩＤ–19 came", "covid-19", True, id="width-and-case"),
        pytest.param("ＡＩ管监", "监管法", False, id="nowhere-in-a-text-of-other-widths"),
        pytest.param("covid-190", "covid-19", False, id="no-start-of-a-word"),
        pytest.param("Cafe\u0301 noir", '"café noir"', True, id="marks"),
        pytest.param("台風後港", "台风后", is_installed(), id="other-forms"),
    ],
)
def test_words_stand_side_by_side(text, words, expected):
    (term,) = asked(words).wanted

    assert Text(text).holds(term) == expected
    assert are_among(term, tokens(text)) == expected
