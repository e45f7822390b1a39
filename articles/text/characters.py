"""Characters that no text and no one-line field may carry: dropped, counted, or flagged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from articles.text.folding import fold, is_plain, with_few_marks

# Controls (PostgreSQL refuses NUL, XML the others), halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# A bare CR is left alone: what it means is the reader's of the document to say.
_ANSI = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # colours and cursor moves
    "|\x1b\\][^\x07\x1b]*+(?:\x07|\x1b\\\\)?"  # window titles and links
    "|\x1b[@-Z\\\\^_]"
)
# Embeddings, overrides and isolates reorder what follows; the plain marks U+200E and U+200F do not.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Zero-width joiners are left out: emoji and Persian need them.
_HIDDEN = re.compile("[\xad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that every database, feed and terminal can take, and what was wrong with it."""

    text: str
    dropped: int  # characters
    has_bidi_controls: bool
    has_hidden_characters: bool


def clean_text(text: str) -> Cleaned:
    """Return `text` of any number of lines without forbidden characters; twice changes nothing.

    Line separators of other systems become newlines. Direction controls and zero-width
    characters stay, flagged: they may be meant. Of piled-up combining marks, thirty stay.

    >>> clean_text("a\\x00b").text
    'ab'
    """
    cleaned = with_few_marks(_LINE_ENDS.sub("\n", _FORBIDDEN.sub("", text)))
    return Cleaned(
        text=cleaned,
        dropped=len(text) - len(cleaned),
        has_bidi_controls=_BIDI.search(cleaned) is not None,
        has_hidden_characters=_HIDDEN.search(cleaned) is not None,
    )


def one_line(text: str) -> str:
    """Return `text` as a title, a name or a log field: NFC, one line, nothing that is not seen.

    Terminal sequences, direction controls and zero-width spaces go; white space of any kind
    becomes single spaces. Whatever comes back is unchanged when it is put in again.

    >>> one_line(" Two\\r\\n lines \\x1b[31mred\\x1b[0m ")
    'Two lines red'
    """
    if text.isprintable() and is_plain(text):
        return " ".join(text.split())
    visible = _HIDDEN.sub("", _BIDI.sub("", clean_text(_ANSI.sub("", text)).text))
    return " ".join(unicodedata.normalize("NFC", with_few_marks(visible)).split())


def name_of(text: str) -> str:
    """Return `text` as the name of somebody or something; "" where it has nothing to tell it by.

    >>> name_of("The\\nPost"), name_of("\\ufe0f")
    ('The Post', '')
    """
    line = one_line(text)
    return line if fold(line).strip() else ""
