"""The categories as a tree, in the order in which people read one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from articles.models import Category


def in_tree_order(categories: Iterable[Category]) -> list[tuple[Category, int]]:
    """Return each category with its depth, every parent before its children.

    A category whose parent is not among them stands at the top.
    """
    rows = list(categories)
    known = {row.pk for row in rows}
    children: dict[int | None, list[Category]] = defaultdict(list)
    for row in rows:
        children[row.parent_id if row.parent_id in known else None].append(row)
    ordered: list[tuple[Category, int]] = []
    waiting = [(row, 0) for row in reversed(children[None])]
    while waiting:
        row, depth = waiting.pop()
        ordered.append((row, depth))
        waiting += [(child, depth + 1) for child in reversed(children[row.pk])]
    return ordered


def indented(categories: Iterable[Category]) -> list[tuple[Category, str]]:
    """Return each category with its name, set in by its depth."""
    return [(row, "\u2003" * depth + row.name) for row, depth in in_tree_order(categories)]
