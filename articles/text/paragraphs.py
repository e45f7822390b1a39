"""Three versions of a body, merged by paragraph.

A body is cut into its blocks, the elements that stand at its top level. What one side changed is
taken, whatever the other did elsewhere, to the next block included; only where both changed the
same blocks, and differently, do they disagree. Nothing here asks what a block says: two spellings
of one paragraph are two blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from articles.text.alignment import Hunk, hunks
from articles.text.folding import PAIRED
from articles.text.html.rules import VOID

Blocks = tuple[str, ...]

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_WORD = re.compile(rf"[{PAIRED}]|[^\W_{PAIRED}]+|\s+|.")


class Kind(StrEnum):
    """Who changed a stretch of a text."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"  # in the same way
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of blocks as it was, as we have it and as they have it."""

    base: Blocks
    ours: Blocks
    theirs: Blocks

    @property
    def kind(self) -> Kind:
        if self.ours == self.theirs:
            return Kind.SAME if self.ours == self.base else Kind.BOTH
        if self.ours == self.base:
            return Kind.THEIRS
        return Kind.OURS if self.theirs == self.base else Kind.CONFLICT


@dataclass(frozen=True)
class Merged:
    """What came of merging three bodies."""

    pieces: tuple[Piece, ...]

    @cached_property
    def has_conflict(self) -> bool:
        return any(piece.kind is Kind.CONFLICT for piece in self.pieces)

    @cached_property
    def ours(self) -> str:
        """The body with what both sides can have, and ours where they disagree."""
        takes = {Kind.THEIRS}
        return _joined(p.theirs if p.kind in takes else p.ours for p in self.pieces)

    @cached_property
    def theirs(self) -> str:
        """The body with what both sides can have, and theirs where we disagree."""
        takes = {Kind.THEIRS, Kind.CONFLICT}
        return _joined(p.theirs if p.kind in takes else p.ours for p in self.pieces)

    @cached_property
    def base(self) -> str:
        """What both sides have in common now: theirs, but the former where they disagree.

        Merging with it once more finds the same disagreements and nothing else to take.
        """
        return _joined(p.base if p.kind is Kind.CONFLICT else p.theirs for p in self.pieces)


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merge two changed versions of a body; all three are clean.

    >>> merge("<p>a</p><p>b</p>", "<p>a!</p><p>b</p>", "<p>a</p><p>b?</p>").ours
    '<p>a!</p><p>b?</p>'
    """
    return Merged(tuple(pieces(blocks(base), blocks(ours), blocks(theirs))))


def blocks(body: str) -> Blocks:
    """Return the elements at the top level of a clean body, in order.

    >>> blocks('<p>a</p><ul><li><p>b</p></li></ul><hr>')
    ('<p>a</p>', '<ul><li><p>b</p></li></ul>', '<hr>')
    """
    found = []
    depth = start = 0
    for tag in _TAG.finditer(body):
        if tag[1]:
            depth -= 1
        elif tag[2] not in VOID:
            depth += 1
        if not depth:
            found.append(body[start : tag.end()])
            start = tag.end()
    return tuple(found)


def changes(old: str, new: str) -> list[tuple[str, bool]]:
    """Return the new text in stretches, each with whether the old text lacks it.

    >>> changes("a bridge of wood", "a bridge of stone")
    [('a bridge of ', False), ('stone', True)]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    is_new = [False] * len(after)
    for hunk in hunks(before, after):
        is_new[hunk.first : hunk.last] = [True] * (hunk.last - hunk.first)
    runs = groupby(zip(after, is_new, strict=True), key=itemgetter(1))
    return [("".join(word for word, _new in run), new) for new, run in runs]


def pieces(base: Blocks, ours: Blocks, theirs: Blocks) -> list[Piece]:
    """Cut three texts into stretches that belong together."""
    sides = (_Side(ours, hunks(base, ours)), _Side(theirs, hunks(base, theirs)))
    found = []
    here = 0
    for start, end, changes in _groups(sides):
        if start > here:
            found.append(Piece(*[base[here:start]] * 3))
        changed = [
            side.between(base, start, end, own) for side, own in zip(sides, changes, strict=True)
        ]
        found.append(Piece(base[start:end], *changed))
        here = end
    if here < len(base):
        found.append(Piece(*[base[here:]] * 3))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two changed texts, and how it differs from what both came from."""

    blocks: Blocks
    hunks: Sequence[Hunk]

    def between(self, base: Blocks, start: int, end: int, own: Sequence[Hunk]) -> Blocks:
        """Return what this side made of the blocks from `start` to `end` of the base."""
        made: list[str] = []
        for hunk in own:
            made += base[start : hunk.start]
            made += self.blocks[hunk.first : hunk.last]
            start = hunk.end
        return (*made, *base[start:end])


_Group = tuple[int, int, tuple[list[Hunk], list[Hunk]]]


def _groups(sides: tuple[_Side, _Side]) -> list[_Group]:
    """Bring together the changes of both sides that meet; those of one side never do."""
    groups: list[_Group] = []
    for hunk, number in sorted((hunk, n) for n, side in enumerate(sides) for hunk in side.hunks):
        if groups and _meets(groups[-1], hunk, number):
            start, end, changes = groups[-1]
            groups[-1] = (start, max(end, hunk.end), changes)
        else:
            changes = ([], [])
            groups.append((hunk.start, hunk.end, changes))
        changes[number].append(hunk)
    return groups


def _meets(group: _Group, hunk: Hunk, number: int) -> bool:
    """Tell whether a change overlaps those before it, or adds where the other side added too."""
    _start, end, changes = group
    if hunk.start < end:
        return True
    others = changes[1 - number]
    return hunk.start == end and hunk.grows and any(o.end == end and o.grows for o in others[-1:])


def _joined(parts: Iterable[Blocks]) -> str:
    return "".join(block for part in parts for block in part)
