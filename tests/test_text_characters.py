from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.characters import Cleaned, clean_text, name_of, one_line
from tests.limits import growth

EVERYTHING = st.text(st.characters() | st.sampled_from("\x00\x1b[m\u202e\u200b\ufffe\u0301\u2028"))


@pytest.mark.parametrize(
    ("text", "cleaned", "dropped"),
    [
        pytest.param("", "", 0, id="empty"),
        pytest.param("第一行\r\n\t第二行\n", "第一行\r\n\t第二行\n", 0, id="lines-and-tabs"),
        pytest.param("a\x00b", "ab", 1, id="nul"),
        pytest.param("a\ud800b\udfff", "ab", 2, id="lone-surrogates"),
        pytest.param("a\ufffe\uffff\ufdd0\U0001ffffb", "ab", 4, id="non-characters"),
        pytest.param("a\x1b[31mb\x7f\x9b", "a[31mb", 3, id="controls"),
        pytest.param("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf", 0, id="line-ends"),
        pytest.param("a" + "\u0301" * 100, "a" + "\u0301" * 30, 70, id="piled-up-marks"),
        pytest.param("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم", 0, id="joiners"),
        pytest.param("\ufffd", "\ufffd", 0, id="replacement-character"),
    ],
)
def test_a_text_loses_what_no_database_takes(text, cleaned, dropped):
    assert clean_text(text) == Cleaned(cleaned, dropped, False, False)


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_direction_controls_stay_and_are_flagged(control):
    assert clean_text(f"a{control}b") == Cleaned(f"a{control}b", 0, True, False)


@pytest.mark.parametrize("hidden", "\xad\u200b\u2060\ufeff")
def test_zero_width_characters_stay_and_are_flagged(hidden):
    assert clean_text(f"a{hidden}b") == Cleaned(f"a{hidden}b", 0, False, True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("\u3000 市图书馆\u3000延长 \n 开放 ", "市图书馆 延长 开放", id="white-space"),
        pytest.param("a\r\nSet-Cookie: b", "a Set-Cookie: b", id="crlf"),
        pytest.param("\x1b[1;31mred\x1b[0m", "red", id="colours"),
        pytest.param("\x9b2Jred", "red", id="one-byte-sequence"),
        pytest.param("\x1b]0;title\x07text", "text", id="window-title"),
        pytest.param("\x1b]8;;http://x.test\x1b\\text", "text", id="link"),
        pytest.param("\x1bMtext\x1b", "text", id="cursor"),
        pytest.param("invoice\u202egpj.exe", "invoicegpj.exe", id="override"),
        pytest.param("\ufeff新\u200b闻", "新闻", id="zero-width"),
        pytest.param("e\u0301", "é", id="nfd"),
        pytest.param("\ud800\x00", "", id="nothing-left"),
    ],
)
def test_a_title_is_one_line_of_what_is_seen(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(" The\nPost\u200b ", "The Post", id="one-line"),
        pytest.param("\u200b\ufeff", "", id="zero-width"),
        pytest.param("\ufe0f\u034f", "", id="marks-alone"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_name_is_something_to_be_told_by(text, name):
    assert name_of(text) == name


@given(EVERYTHING)
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)

    assert clean_text(once.text) == Cleaned(
        once.text, 0, once.has_bidi_controls, once.has_hidden_characters
    )
    assert one_line(one_line(text)) == one_line(text)


@given(EVERYTHING)
def test_a_clean_text_can_be_stored_and_shown(text):
    clean_text(text).text.encode()
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs"}
    assert unicodedata.is_normalized("NFC", line)


@pytest.mark.limits
@pytest.mark.parametrize(
    "piece", ["a", "中", "\x00", "\x1b[", "\x1b]", "\x9b0", "\u0301\u0316", "\u0f73\u0301", " \n"]
)
def test_time_grows_with_the_text_and_no_faster(piece):
    assert growth(one_line, piece) < 3
