"""Three versions of a list, merged by element, where that leaves no doubt.

Each function returns the merged rows, or None where both sides touched the same thing in ways that
do not go together. `ours` and `theirs` are what two sides made of `base`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

Row = Sequence[str]
Rows = Sequence[Row]
Key = Callable[[Row], Hashable]
_Keyed = dict[Hashable, Row]


def merge_rows(base: Rows, ours: Rows, theirs: Rows, *, key: Key) -> list[list[str]] | None:
    """Merge rows that `key` tells apart, and of one row column by column.

    >>> a, b, c = ["a"], ["b"], ["c"]
    >>> merge_rows([a, b], [b], [a, b, c], key=tuple)
    [['b'], ['c']]
    """
    texts = [{key(row): row for row in rows} for rows in (base, ours, theirs)]
    if [len(text) for text in texts] != [len(base), len(ours), len(theirs)]:
        return None  # one thing stands there twice
    was, mine, other = texts
    merged: _Keyed = {}
    for name in _in_order(was, mine, other):
        row = _merged(was.get(name), mine.get(name), other.get(name))
        if row is None:
            return None
        if row:
            merged[name] = row
    return [list(row) for row in merged.values()]


def merge_names(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], *, both_may_add: bool
) -> list[str] | None:
    """Merge lists of names: what one side added is there, what one side took away is not.

    Where both took the same name away and one has something else instead, it may be a name for
    the same thing; and where `both_may_add` is False, so may two names that both sides added.
    """
    was, mine, other = set(base), set(ours), set(theirs)
    adds = (mine - was - other, other - was - mine)
    is_replaced = (was - mine) & (was - other) and any(adds)
    if is_replaced or (all(adds) and not both_may_add):
        return None
    rows = merge_rows(*([[n] for n in dict.fromkeys(x)] for x in (base, ours, theirs)), key=tuple)
    return [name for [name] in rows or ()]


def differ_within(base: Rows, ours: Rows, theirs: Rows, *, group: Key) -> bool:
    """Tell whether both sides changed the rows of one group, and differently."""
    texts = [_grouped(rows, group) for rows in (base, ours, theirs)]
    return any(
        len({tuple(text.get(name, ())) for text in texts}) == len(texts)
        for name in set().union(*texts)
    )


def _grouped(rows: Rows, group: Key) -> dict[Hashable, list[tuple[str, ...]]]:
    found: dict[Hashable, list[tuple[str, ...]]] = {}
    for row in rows:
        found.setdefault(group(row), []).append(tuple(row))
    return found


def _merged(was: Row | None, mine: Row | None, other: Row | None) -> Row | None:
    """Return a row, an empty one where it is gone, None where the sides do not go together."""
    if mine == other or other == was:
        return mine or ()
    if mine == was:
        return other or ()
    if mine is None or other is None:
        return None  # one side took away what the other changed
    before: Sequence[str | None] = was or [None] * len(mine)
    columns = [_value(*three) for three in zip(before, mine, other, strict=True)]
    return None if None in columns else columns


def _value(was: Any, mine: Any, other: Any) -> Any:
    if mine == other or other == was:
        return mine
    return other if mine == was else None


def _in_order(base: _Keyed, ours: _Keyed, theirs: _Keyed) -> list[Hashable]:
    """Return the keys of all in theirs' order, or in ours if ours is not the order of the base."""
    common = [name for name in base if name in ours]
    is_ours = [name for name in ours if name in base] != common
    first, second = (ours, theirs) if is_ours else (theirs, ours)
    behind: dict[Hashable, list[Hashable]] = {None: []} | {name: [] for name in first}
    place: Hashable = None
    for name in second:
        if name in first:
            place = name
        else:
            behind[place].append(name)
    return [one for name, rest in behind.items() for one in (name, *rest) if one is not None]
