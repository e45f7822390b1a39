"""English bylines: `By A and B`, `Reporting by A in B; Editing by C`, a day or a post after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.text.lexicon import COLLECTIVES, CREDIT_LABELS, HONORIFICS, PAPERS, POSTS
from articles.text.lines import DATE

LONGEST_BYLINE = 160
# Only labels with `by` need no colon: “Words fail” is no credit.
_WORDS = [word for entry in CREDIT_LABELS for word in entry.words if word.lower().endswith("by")]
_LABEL = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_PIECE = re.compile(rf"^(?P<label>{_LABEL})[:\s]\s*(?P<names>\S.*)$", re.IGNORECASE)
_PARTICLES = "de|da|di|del|la|le|van|von|der|den|al|bin|ibn|of|the"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_BODY = rf"(?:the (?:{_CAPITAL} ){{0,4}}|(?:{_CAPITAL} ){{1,4}})(?i:{'|'.join(COLLECTIVES)})"
_NAME = re.compile(rf"{_BODY}|{_CAPITAL}(?: (?:{_CAPITAL}|{_PARTICLES})){{0,5}}")
_BETWEEN = re.compile(r"\s*[,&＆/]\s*(?:and\s+)?|\s+and\s+|\s+with\s+")
_POSTS_OF_TWO = tuple(f" {post}" for post in POSTS if " " in post)
_NO_END = "".join(rf"(?<!\b{word})" for word in HONORIFICS)
_CREDITS = re.compile(rf"\s*[;；|｜]\s*|\s+[-–—•·]\s+|(?<=[a-z]){_NO_END}\.\s+(?=[A-Z])")
# What stands behind the names: where and for whom they wrote, and when it appeared.
_BEHIND = re.compile(
    r"\s+(?:in|for|at|from|on|via|special (?:to|for))(?:\s+.*)?$"
    r"|\s+(?:staff|special|contributing|guest)\s(?:writer|reporter|correspondent|columnist)s?$"
    r"|,?\s*(?:(?:Last\s+)?(?:Published|Updated|Posted)\b.*)$",
    re.IGNORECASE,
)
# Of whom somebody is, behind a comma: an agency, a paper.
_PAPER = re.compile(
    rf"\s*[,/]\s*(?:[Tt]he {_CAPITAL}(?: {_CAPITAL}){{0,3}}"
    rf"|(?:{_CAPITAL} ){{0,3}}(?i:{'|'.join(PAPERS)}))"
    r"(?=\s*(?:$|[,/&]|and\b))"
)
# A name with what the writer is for a paper, and no `By`.
_SIGNED = re.compile(
    rf"(?P<name>{_CAPITAL}(?: (?:{_CAPITAL}|{_PARTICLES})){{1,4}})\s*[,|–—-]\s*"
    rf"(?P<post>(?i:special (?:to|for)) [\w .'’&-]{{2,60}}"
    rf"|(?:{_CAPITAL} ){{0,3}}(?i:staff|special|contributing|guest)"
    r" (?i:writer|reporter|correspondent|columnist))"
)
# A local paper's page prints the writer's address behind the name.
_MAIL = re.compile(r"\s[|,]?\s?[\w.+-]{1,64}@[\w.-]{3,64}$")
_ADVERB = re.compile(r"^(?:Additional|Further|Exclusively|Story|Article)\s+", re.IGNORECASE)
_FIRST = re.compile(rf"(?:{_ADVERB.pattern[1:]})?(?:{_LABEL})[:\s]", re.IGNORECASE)
# Labels of two words and more part credits that nothing else parts: `… Field Photographs by …`.
_LONG = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True) if " " in word)
_WITHIN = re.compile(
    rf"(?:^|\s*[,;|/(]\s*|\s+)(?:(?:and|with|&)\s+)?(?P<said>(?:{_ADVERB.pattern[1:]})?(?:{_LONG})[:\s])",
    re.IGNORECASE,
)


def role_label(label: str) -> str:
    """Return the label without the word that says to what it is added."""
    return _ADVERB.sub("", label).casefold()


def english_names(line: str) -> tuple[tuple[str, str], ...]:
    """Return the labels of an English byline, each with a name; none where the line says more.

    >>> english_names("By Ada Fenwick and Tom Hale | 3 April 2021")
    (('By', 'Ada Fenwick'), ('By', 'Tom Hale'))
    """
    bare = _bare(line)
    # Most lines are none, and to ask that first costs a tenth of looking for a day.
    if len(bare) > LONGEST_BYLINE or not _FIRST.match(bare):
        return ()
    pieces = _pieces(bare)
    found = [_named(piece) for piece in pieces[:1]]
    found += [_named(piece) for piece in pieces[1:] if _PIECE.match(_ADVERB.sub("", piece.strip()))]
    return tuple(pair for pairs in found for pair in pairs) if all(found) else ()


def signed_name(line: str) -> tuple[tuple[str, str], ...]:
    """Return a writer's post and name from a line of both without `By`.

    >>> signed_name("Ada Fenwick, Special to the Herald")
    (('Special to the Herald', 'Ada Fenwick'),)
    """
    match = _SIGNED.fullmatch(_bare(line)) if len(line) <= LONGEST_BYLINE else None
    return ((match["post"], match["name"]),) if match else ()


def labelled_names(value: str) -> tuple[tuple[str, str], ...] | None:
    """Return the labels and names of a value that should be names, and says who did what.

    What is no name in it is passed over. None where no label stands in it but `By`.

    >>> labelled_names("Ada Fenwick, photos by Tom Hale")
    (('By', 'Ada Fenwick'), ('photos by', 'Tom Hale'))
    """
    bare = _bare(value)
    if len(bare) > LONGEST_BYLINE or not _WITHIN.search(bare):
        return None
    first, *others = _pieces(bare)
    first = first if _FIRST.match(first) else f"By {first}"
    return tuple(pair for piece in (first, *others) for pair in _named(piece))


def _bare(line: str) -> str:
    return _MAIL.sub("", line.strip().strip("()[]").removesuffix("."))


def _pieces(bare: str) -> list[str]:
    """Return the credits of a byline, each with its label, without the day behind them."""
    day = DATE.search(bare)
    parted = _WITHIN.sub(r" | \g<said>", bare[: day.start()] if day else bare)
    return _CREDITS.split(parted.removeprefix(" | "))


def _named(piece: str) -> list[tuple[str, str]]:
    piece = piece.strip()
    match = _PIECE.match(piece) or _PIECE.match(_ADVERB.sub("", piece))
    if match is None:
        return []
    names = list(_names(match["names"]))
    good = all(_NAME.fullmatch(name) for name in names)
    label = " ".join(piece[: len(piece) - len(match["names"])].split()).strip(" :")
    return [(label, name) for name in names] if good else []


def _names(words: str) -> Iterator[str]:
    for index, piece in enumerate(_BETWEEN.split(_PAPER.sub("", words))):
        bare = piece.strip(" ,.:|")
        name = _BEHIND.sub("", bare).strip(" ,.")
        # A post behind a comma names its paper; one that runs into a name is the writer's.
        if name and not is_post(name) and not (index and is_post(bare)):
            yield name


def is_post(name: str) -> bool:
    """Whether words behind a name say what the writer is, a newspaper's name before it perhaps."""
    bare = name.casefold()
    return bare in POSTS or bare.endswith(_POSTS_OF_TWO) or bare.startswith("special to ")
