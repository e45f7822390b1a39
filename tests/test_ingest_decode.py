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


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        pytest.param("Shift_JIS", "cp932", "①料金は㈱港湾が決める", id="numbers-in-circles"),
        pytest.param("big5", "big5hkscs", "船長話啲乘客好鍾意喺碼頭等", id="cantonese"),
        pytest.param("euc-kr", "cp949", "선장은 똠얌꿍을 먹었다", id="rare-syllables"),
        pytest.param("iso-8859-1", "cp1252", "“It’s late”, said Zoë…", id="quotation-marks"),
        pytest.param("iso-8859-9", "cp1254", "“Gece vapuru” kalıyor…", id="turkish"),
        pytest.param("tis-620", "cp874", "“เรือกลางคืน”…", id="thai"),
    ],
)
def test_a_charset_is_read_with_what_programs_write_under_its_name(declared, encoding, words):
    text = f'<meta charset="{declared}"><p>{words}</p>'

    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r"])
def test_what_is_utf_8_is_so_whatever_charset_of_single_bytes_is_declared(declared):
    text = f'<meta charset="{declared}"><p>Zoë said “no”.</p>'

    assert decode(text.encode()).text == text


def test_a_byte_that_only_the_declared_charset_has_leaves_it_in_force():
    data = b"<meta charset=iso-8859-1>Zo\xeb\x81"

    assert decode(data).text == data.decode("latin-1")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(f"{JAPANESE}①②㈱", "cp932", id="japanese"),
        pytest.param(f"{TRADITIONAL}啲人喺碼頭", "big5hkscs", id="cantonese"),
        pytest.param(f"{KOREAN} 똠얌꿍", "cp949", id="korean"),
    ],
)
def test_an_undeclared_text_may_have_the_signs_of_a_wider_set(text, encoding):
    assert decode(text.encode(encoding)).text == text


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


@pytest.mark.parametrize(
    ("data", "text", "encoding", "torn"),
    [
        pytest.param(CHINESE.encode()[:-1], CHINESE[:-1], "utf-8", 2, id="utf-8"),
        pytest.param(b"pump\xe2\x80", "pump", "utf-8", 2, id="its-only-sign"),
        pytest.param(b"pump\xef", "pump\xef", "cp1252", 0, id="a-letter-of-an-old-set"),
        pytest.param(b"pump\xf4", "pump\xf4", "cp1252", 0, id="another"),
        pytest.param(b"pump\xd7", "pump", "utf-8", 1, id="a-byte-that-is-no-letter"),
        pytest.param(
            codecs.BOM_UTF8 + CHINESE.encode()[:-2], CHINESE[:-1], "utf-8", 1, id="marked"
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + "a\U0001f600".encode("utf-16-le")[:-1],
            "a",
            "utf-16-le",
            3,
            id="half-a-pair",
        ),
        pytest.param(
            b"<meta charset=gbk>" + CHINESE.encode("gb18030")[:-1],
            "<meta charset=gbk>" + CHINESE[:-1],
            "gb18030",
            1,
            id="declared",
        ),
        pytest.param(CHINESE.encode("gb18030")[:-1], CHINESE[:-1], "gb18030", 1, id="guessed"),
        pytest.param(JAPANESE.encode("euc_jp")[:-1], JAPANESE[:-1], "euc_jp", 1, id="euc-jp"),
    ],
)
def test_a_file_that_ends_inside_a_character_is_read_up_to_it(data, text, encoding, torn):
    decoded = decode(data)

    assert (decoded.text, decoded.encoding, decoded.is_cut) == (text, encoding, torn > 0)
    found = [w.params["bytes"] for w in decoded.warnings if w.code == "cut_character"]
    assert found == ([torn] if torn else [])


@pytest.mark.parametrize("declared", ["rot13", "hex", "ascii"])
def test_a_declared_charset_that_lies_is_passed_over_where_the_file_is_cut_off(declared):
    text = f'<meta charset="{declared}"><p>{CHINESE}'

    assert decode(text.encode()[:-1]).text == text[:-1]


def test_the_warning_of_a_cut_has_the_last_line():
    assert decode("一\n二\n三".encode()[:-1]).warnings[-1].line == 3


def test_damage_in_the_middle_is_not_mended_by_a_cut_at_the_end():
    with pytest.raises(Refused, match="unknown_encoding"):
        decode(b"\xe4\xb8\x80\xff\x81" * 30 + "三".encode()[:-1])


STRAY = "第一行。\n渡口的老钟又走了，镇上的人都来看。\n".encode()


@pytest.mark.parametrize(
    ("data", "count", "line"),
    [
        pytest.param(STRAY + b"\xff" + STRAY, 1, 3, id="a-stray-byte"),
        pytest.param(STRAY + b"\xed\xa0\x80" + STRAY, 1, 3, id="an-encoded-surrogate"),
        pytest.param(b"One\nferry\xed\xa0\xbd.", 1, 2, id="a-surrogate-in-plain-ascii"),
        pytest.param(STRAY * 9 + b"\xe4\xb8" + STRAY * 9, 2, 19, id="a-torn-character"),
        pytest.param(b"\xa0" + STRAY * 9 + b"\xc0\xaf" + STRAY, 3, 1, id="several"),
        pytest.param(codecs.BOM_UTF8 + STRAY + b"\x80" + STRAY, 1, 3, id="behind-a-mark"),
    ],
)
def test_damage_in_a_place_or_two_is_dropped_and_reported_with_its_line(data, count, line):
    decoded = decode(data)
    whole = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore")

    assert (decoded.text, decoded.encoding, decoded.is_cut) == (whole, "utf-8", False)
    assert [(w.code, w.line, w.params) for w in decoded.warnings] == [
        ("characters_dropped", line, {"count": count})
    ]


def test_an_english_text_with_a_stray_byte_keeps_its_quotation_marks():
    decoded = decode("“Fog,” she said. ‘Nine bells.’".encode() + b" \xe9 the end")

    assert decoded.text == "“Fog,” she said. ‘Nine bells.’  the end"


def test_a_text_of_letters_that_are_not_common_is_read_all_the_same():
    text = "Ночью колокол на причале прозвонил девять раз."

    assert decode(text.encode() + b"\xff").text == text


def test_a_text_that_is_damaged_and_cut_off_is_both():
    decoded = decode(STRAY + b"\xff" + STRAY + "钟".encode()[:2])

    assert decoded.is_cut
    assert [w.code for w in decoded.warnings] == ["cut_character", "characters_dropped"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
@pytest.mark.parametrize("text", ["渡口的老人又走了", "昨天的新聞"])
def test_a_short_text_in_an_old_encoding_is_reported_as_a_guess(text, encoding):
    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert [w.code for w in decoded.warnings] == ["encoding_guessed"]


@pytest.mark.parametrize("text", ["老渡口的钟又走了", "修钟的人说是志同道合"])
def test_chinese_is_not_read_as_rows_of_accents(text):
    assert decode(text.encode("gb18030")).text == text


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
