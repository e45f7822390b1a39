"""Words in the text around them: what a result says about why it was found."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from articles.text.folding import RUN, is_paired
from articles.text.overlaps import pieces
from articles.text.phrases import pattern
from articles.text.tokens import Term

# Characters of a snippet, about, and of it before the first word.
LENGTH = 160
BEFORE = 40
# Places that are weighed for the snippet.
MOST_PLACES = 200
_ELLIPSIS = "…"
_END = re.compile(r"[。！？；!?\n]|[.;](?=\s)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the stretches of it that were asked for, in order and apart."""

    text: str
    spans: tuple[Span, ...]

    def parts(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, and of each whether it was asked for.

        >>> Marked("a < b", ((0, 1),)).parts()
        [('', False), ('a', True), (' < b', False)]
        """
        made, done = [], 0
        for start, end in self.spans:
            made += [(self.text[done:start], False), (self.text[start:end], True)]
            done = end
        return [*made, (self.text[done:], False)]

    def html(self) -> str:
        """Return the text escaped, with `<mark>` around the stretches.

        >>> Marked("a < b", ((0, 1),)).html()
        '<mark>a</mark> &lt; b'
        """
        made = ((escape(words), asked) for words, asked in self.parts())
        return "".join(f"<mark>{words}</mark>" if asked else words for words, asked in made)


def highlighted(text: str, terms: Sequence[Term]) -> Marked:
    """Return a whole text with every place of every term."""
    return Marked(text, tuple(_apart(span for span, _term in places(text, terms))))


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> Marked:
    """Return the stretch of a text that holds most of the terms, the first one of several.

    Without any, the beginning of the text.
    """
    known = sorted(places(text, terms, most=MOST_PLACES))
    start, end = _window(text, known, length)
    shown = [(max(a, start), min(b, end)) for (a, b), _term in known if a < end and b > start]
    before = _ELLIPSIS if start else ""
    after = _ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    spans = tuple((a + shift, b + shift) for a, b in _apart(shown))
    return Marked(f"{before}{text[start:end]}{after}".replace("\n", " "), spans)


def places(text: str, terms: Sequence[Term], most: int | None = None) -> Iterator[tuple[Span, int]]:
    """Yield where terms stand in a text, each with the term's number."""
    folded, starts, ends = _folded(text)
    for number, term in enumerate(terms):
        for count, match in enumerate(pattern(term.runs).finditer(folded)):
            if count == most:
                break
            first, last = match.span()
            if starts is None or ends is None:
                yield (first, last), number
            else:
                yield (starts[first], ends[last - 1]), number


def _folded(text: str) -> tuple[str, list[int] | None, list[int] | None]:
    """Return a text as the index reads it, but for its characters' variants.

    With it offsets, where they are not the text's own.
    """
    made = list(pieces(text))
    folded = "".join(piece for piece, _start, _end in made)
    if all(len(piece) == end - start for piece, start, end in made):
        return folded, None, None
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in made:
        if len(piece) == end - start:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            starts += [start] * len(piece)
            ends += [end] * len(piece)
    return folded, starts, ends


def _window(text: str, known: Sequence[tuple[Span, int]], length: int) -> Span:
    if not known:
        return 0, _last(text, length, length)
    first, end = _fullest(known, length - BEFORE)
    start = _first(text, max(first - BEFORE, 0), first)
    return start, _last(text, start + length, max(start + length, end))


def _fullest(known: Sequence[tuple[Span, int]], room: int) -> Span:
    """Return the first of the places in order from which on `room` holds most of the terms."""
    short = [((a, b), number) for (a, b), number in known if b - a <= room]
    going = deque(short)
    coming = deque(sorted(short, key=lambda place: place[0][1]))
    held: Counter[int] = Counter()
    best, most = known[0][0], 0
    for span, _term in known:
        while coming and coming[0][0][1] <= span[0] + room:
            held[coming.popleft()[1]] += 1
        while going and going[0][0][0] < span[0]:
            term = going.popleft()[1]
            held[term] -= 1
            if not held[term]:
                del held[term]
        if len(held) > most:
            best, most = span, len(held)
    return best


def _first(text: str, start: int, latest: int) -> int:
    """Return where a snippet begins: after the end of a sentence, else at a word."""
    if start == 0:
        return 0
    ends = [match.end() for match in _END.finditer(text, start, latest)]
    begun = ends[-1] if ends else start
    while not ends and begun < latest and _is_within(text, begun):
        begun += 1
    while begun < latest and text[begun].isspace():
        begun += 1
    return begun


def _last(text: str, end: int, least: int) -> int:
    end = min(max(end, least), len(text))
    cut = end
    while cut < len(text) and cut > end - BEFORE and _is_within(text, cut):
        cut -= 1
    return cut if cut > end - BEFORE else end


def _is_within(text: str, at: int) -> bool:
    """Whether a place lies within a word of letters."""
    here = RUN.match(text, at)
    return (
        here is not None
        and not is_paired(text[at])
        and at > 0
        and RUN.match(text[at - 1]) is not None
        and not is_paired(text[at - 1])
    )


def _apart(spans: Iterator[Span] | Sequence[Span]) -> list[Span]:
    """Return stretches in order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
