from __future__ import annotations

import codecs

import pytest

from articles.ingest.formats.decode import decode
from articles.ingest.refusals import Refusal, Refused

CHINESE = "今天上午记者从会上了解到，这项工作已经开始，我们将继续报道。"
TRADITIONAL = "今天上午記者從會上了解到，這項工作已經開始，我們將繼續報道。"
JAPANESE = "今日はとても天気がいいので、記者は公園に行きました。会見が開かれた。"
KOREAN = "오늘은 날씨가 매우 좋아서 기자는 현장에서 사람들에게 이야기를 들었습니다."
FRENCH = "Le garçon a été très étonné de la réponse à cette question déjà posée là-bas."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(CHINESE, "utf-8", id="utf-8"),
        pytest.param(CHINESE, "gb18030", id="gb18030"),
        pytest.param(TRADITIONAL, "big5", id="big5"),
        pytest.param(JAPANESE, "shift_jis", id="shift-jis"),
        pytest.param(JAPANESE, "euc_jp", id="euc-jp"),
        pytest.param(KOREAN, "euc_kr", id="euc-kr"),
        pytest.param(FRENCH, "cp1252", id="cp1252"),
    ],
)
def test_a_text_without_a_mark_is_read_in_its_own_encoding(text, encoding):
    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(codecs.BOM_UTF8, "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", id="utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark, encoding):
    decoded = decode(mark + CHINESE.encode(encoding))

    assert (decoded.text, decoded.encoding) == (CHINESE, encoding)


def test_a_mark_that_lies_decides_nothing():
    assert decode(codecs.BOM_UTF8 + CHINESE.encode("gb18030")[1:]).encoding != "utf-8"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        pytest.param("gb2312", "gb18030", id="a-superset-for-gb2312"),
        pytest.param("Big5", "big5", id="big5"),
    ],
)
def test_a_declared_charset_that_decodes_is_used(declared, encoding):
    text = f'<meta charset="{declared}"><p>{TRADITIONAL}</p>'

    assert decode(text.encode(encoding)).encoding == encoding


def test_a_charset_that_the_prose_speaks_of_declares_nothing():
    text = f"Write charset=latin-1 there. {CHINESE}"

    assert decode(text.encode()).text == text


@pytest.mark.parametrize("declared", ["no-such-set", "utf-16", "ascii", "rot13", "hex"])
def test_a_declared_charset_that_lies_is_passed_over(declared):
    text = f'<meta charset="{declared}"><p>{CHINESE}</p>'

    assert decode(text.encode()).text == text


def test_a_guess_that_two_encodings_share_is_reported():
    decoded = decode("の、が".encode("euc_jp"))

    assert [warning.code for warning in decoded.warnings] == ["encoding_guessed"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", Refusal.EMPTY, id="nothing"),
        pytest.param(b" \n\t ", Refusal.EMPTY, id="white-space"),
        pytest.param(codecs.BOM_UTF8 + b"  ", Refusal.EMPTY, id="a-mark-alone"),
        pytest.param(b"GIF89a" + bytes(200), Refusal.BINARY, id="zeros"),
        pytest.param(bytes(range(1, 9)) * 40, Refusal.BINARY, id="control-characters"),
        pytest.param(b"\x81\xff\xfe \x81" * 30, Refusal.UNKNOWN_ENCODING, id="no-encoding"),
        pytest.param(
            b"\xdd\xb1\xde\xfe\xa7\xd8\xd0\xa7" * 30, Refusal.UNKNOWN_ENCODING, id="rare-signs"
        ),
    ],
)
def test_what_is_no_text_is_refused(data, reason):
    with pytest.raises(Refused, match=reason.value):
        decode(data)


def test_what_no_text_may_hold_is_dropped_and_counted():
    decoded = decode("一\x00二\ufffe三".encode() + "很长的一句话。".encode() * 10)

    assert decoded.text.startswith("一二三")
    assert [(w.code, w.params) for w in decoded.warnings] == [("characters_dropped", {"count": 2})]


def test_a_text_of_nothing_that_may_stay_is_empty():
    with pytest.raises(Refused, match="empty"):
        decode("\ufffe \uffff".encode())


def test_signs_that_turn_the_reading_direction_are_flagged_and_kept():
    decoded = decode("first\nsecond \u202egnihtemos\u202c".encode())

    (warning,) = decoded.warnings
    assert (warning.code, warning.line, warning.params) == ("bidi_controls", 2, {"count": 2})
    assert "\u202e" in decoded.text
