"""Bytes to text: which encoding a document is in, and what a text may not hold."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from articles.ingest.records import Warn
from articles.ingest.refusals import Refusal, Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1252")
# What has more characters under the same name: programs write those and declare the old set.
_WIDER = {"big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}
# Sets of single bytes, where the wider one has letters for what is a control in the old set.
_WIDER_LATIN = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_SINGLE_BYTES = re.compile(r"iso8859|cp(?:125|874)|koi8|mac|tis")

# gb18030 accepts nearly any bytes, so what tells encodings apart is whether the text is made of
# characters that texts are made of: the commonest of Chinese in both scripts, Japanese, Korean.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发"
    "后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开"
    "但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并"
    "物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先"
    "海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才"
    "結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書"
    "這個們來為國時說會對過發後裡學經麼動還進樣開實軍無與長機業將兩間問體見產話內門東聲員處義條氣題"
    "爾變總電數報們記者網編輯新聞疫情防控责任编辑来源记者发布工作服务群众经济企业改革发展社会"
    "のにはをたがでてとしれさいるんあこなもりっらかくうそきまけどよみめつわやえアイウエオカキクケコサシ"
    "スセソタチツテトナニネノハフホマミムメモラリルレロンーッャュョ本日年月大会社者事国人見新私気分電話"
    "이다는에가을의하지고를기한사로들인도시해대어자니아리나서정그부보수전스있었습게과일만은제상주여으장"
    "구비경성오년조원동공소라국안화우선마모신학세계면말문와거방실중생각개등관업발적"
    "，。、：；！？“”‘’（）《》「」『』—…·【】"
    "éèàùâêîôûçëïüäößñáíóúãõåæøÉÈÀÇÜÄÖÑ«»–’“”…£€°"
)
_NARROW = 0.1
_LEAST, _LIKELY = 0.2, 0.5
# Characters beyond ASCII: fewer of them prove no encoding.
_FEW = 40
# Accents stand alone in words; where letters that have one stand in a row, they are halves of
# characters.
_LONGEST_ROW = 2
# Characters of several bytes for each place of damage: old encodings make such by accident, but
# few, and seldom common ones.
_SOUND, _SURELY_SOUND = 4, 20
# What codecs say of a last character whose bytes are not all there, as where a file was cut off.
_CUT = frozenset({"unexpected end of data", "incomplete multibyte sequence", "truncated data"})

_CHARSET = re.compile(
    rb"""<(?:meta\s[^<>]{0,200}?charset|\?xml\s[^<>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{1,30})""",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    "[\x00\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ROW = re.compile("[^\x00-\x7f]+")
_BROKEN = re.compile("[\ud800-\udfff]+")
# A surrogate that was encoded, and a last character that is not all there, byte by byte.
_SURROGATE = "\ud800"
_ENCODED_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")
_TORN = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z")
_CONTROLS = bytes(byte for byte in range(1, 32) if chr(byte) not in "\t\n\v\f\r\x1b")
# What a text with such characters holds in UTF-8, and most texts do not: a look at the bytes is
# twenty times as fast as one at the characters.
_FORBIDDEN_SIGNS = (b"\x00", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf", b"\xed")
_BIDI_SIGN = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text, the encoding it was in, and what had to be said about it."""

    text: str
    encoding: str
    warnings: tuple[Warn, ...] = ()
    is_cut: bool = False


class _Text(NamedTuple):
    text: str
    encoding: str
    torn: int = 0  # bytes of a last character that are not all there
    is_guess: bool = False


def decode(data: bytes) -> Decoded:
    """Return the text of `data`.

    A byte-order mark decides; then a charset the text declares, if it decodes strictly, and proves
    more than one in which any bytes are a text; then UTF-8, broken here and there if need be; then
    the likeliest of the old encodings. A file that ends inside a character is read up to it.
    Refuses what is empty, binary or in none.
    """
    if not data.strip():
        raise Refused(Refusal.EMPTY)
    return _without_forbidden(_marked(data) or _unmarked(data))


def _marked(data: bytes) -> _Text | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            bare = data[len(mark) :]
            found = _cut(bare, encoding) or (_damaged(bare) if encoding == "utf-8" else None)
            if found is not None:
                return found
    return None


def _unmarked(data: bytes) -> _Text:
    _refuse_binary(data)
    encodings = dict.fromkeys((*_declared(data), "utf-8"))
    for read in (_strictly, _surely_cut):
        for encoding in encodings:
            found = read(data, encoding)
            if found is not None:
                return found
    found = _damaged(data) or _guessed(data) or _cut(data, "utf-8")
    if found is None:
        raise Refused(Refusal.UNKNOWN_ENCODING)
    return found


def _refuse_binary(data: bytes) -> None:
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if head.count(0) * 20 > len(head) or controls * 10 > len(head):
        raise Refused(Refusal.BINARY)


def _declared(data: bytes) -> tuple[str, ...]:
    """Return the codecs for a charset named in the first kilobyte, the likeliest first."""
    found = _CHARSET.search(data, 0, 1024)
    if not found:
        return ()
    try:
        name = codecs.lookup(found[1].decode("ascii", "replace")).name
    except LookupError:
        return ()
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return ()  # a declaration that can be read is in none of these
    if name in ("gb2312", "gbk"):
        return ("gb18030",)
    if _SINGLE_BYTES.match(name):
        return ("utf-8", _WIDER_LATIN.get(name, name), name)
    return (name, _WIDER.get(name, name))


def _strictly(data: bytes, encoding: str) -> _Text | None:
    """Return the text; None where it does not decode, also for codecs that are no charsets."""
    try:
        return _Text(data.decode(encoding), encoding)
    except (UnicodeError, LookupError):
        return None


def _cut(data: bytes, encoding: str) -> _Text | None:
    """Return the text, if need be without a last character whose bytes are not all there."""
    try:
        return _Text(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.reason not in _CUT:
            return None
        return _Text(data[: error.start].decode(encoding), encoding, len(data) - error.start)
    except (UnicodeError, LookupError):
        return None


def _surely_cut(data: bytes, encoding: str) -> _Text | None:
    """Return a text that is cut off; a lone byte behind plain ASCII is a letter of an old set."""
    found = _cut(data, encoding)
    return found if found and (found.torn > 1 or not found.text.isascii()) else None


def _damaged(data: bytes) -> _Text | None:
    """Return a text in UTF-8 that is broken in a place or two; what is broken are surrogates."""
    text = _ENCODED_SURROGATE.sub(_SURROGATE, data.decode("utf-8", "surrogateescape"))
    torn = _TORN.search(text)
    text = text[: torn.start()] if torn else text
    found = _Text(text, "utf-8", len(torn[0]) if torn else 0)
    sound = len(text) - len(text.encode("ascii", "ignore"))
    broken, is_whole = 0, True
    for one in _BROKEN.finditer(text):
        is_whole = False
        # No other encoding writes a surrogate, so that one is no doubt about this.
        broken, sound = broken + (one[0].strip(_SURROGATE) != ""), sound - len(one[0])
        if sound < _SOUND * broken:
            return None
    is_sure = sound >= _SURELY_SOUND * broken or _share_of_common(found) > _LIKELY
    return None if is_whole or not is_sure else found


def _guessed(data: bytes) -> _Text | None:
    """Return the likeliest text of those that the old encodings make of `data`."""
    found_in = (_cut(data, encoding) or _wider(data, encoding) for encoding in _GUESSES)
    texts = [found for found in found_in if found]
    shares = [_share_of_common(one) for one in texts]
    best = max(shares, default=0.0)
    if best < _LEAST:
        return None
    found = texts[shares.index(best)]
    is_narrow = sum(best - share < _NARROW for share in shares) > 1
    shown = sum(len(row[0]) for row in islice(_ROW.finditer(found.text), _FEW))
    return found._replace(is_guess=is_narrow or shown < _FEW)


def _wider(data: bytes, encoding: str) -> _Text | None:
    return _cut(data, _WIDER[encoding]) if encoding in _WIDER else None


def _share_of_common(found: _Text) -> float:
    rows = _ROW.findall(found.text[:20000])
    counts = Counter("".join(rows))
    total = counts.total()
    if not total or (found.encoding == "cp1252" and total > _LONGEST_ROW * len(rows)):
        return 0.0
    return sum(n for char, n in counts.items() if char in _COMMON) / total


def _without_forbidden(found: _Text) -> Decoded:
    """Drop what no text may hold and say so; flag what turns the reading direction."""
    text, warnings = found.text, list(_of_decoding(found))
    signs = text.encode("utf-8", "surrogatepass")
    may_drop = any(sign in signs for sign in _FORBIDDEN_SIGNS)
    first = _FORBIDDEN.search(text) if may_drop else None
    if first:
        line = text.count("\n", 0, first.start()) + 1
        text, dropped = _FORBIDDEN.subn("", text)
        warnings.append(Warn("characters_dropped", line=line, params={"count": dropped}))
    if _BIDI_SIGN.search(signs):
        bidi = [one.start() for one in _BIDI.finditer(text)]
        line = text.count("\n", 0, bidi[0]) + 1
        warnings.append(Warn("bidi_controls", line=line, params={"count": len(bidi)}))
    if not text.strip():
        raise Refused(Refusal.EMPTY)
    return Decoded(text, found.encoding, tuple(warnings), is_cut=found.torn > 0)


def _of_decoding(found: _Text) -> Iterator[Warn]:
    if found.is_guess:
        yield Warn("encoding_guessed", params={"encoding": found.encoding})
    if found.torn:
        line = found.text.count("\n") + 1
        yield Warn("cut_character", line=line, params={"bytes": found.torn})
