"""Lists merged by element: what both sides can have, and what leaves doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.lists import differ_within, merge_names, merge_rows

names = st.lists(st.sampled_from("abcdef"), unique=True)


def rows(text: str) -> list[list[str]]:
    """Rows as `key=value`, separated by spaces."""
    return [one.split("=") for one in text.split()]


def merged(base: str, ours: str, theirs: str) -> str | None:
    found = merge_rows(rows(base), rows(ours), rows(theirs), key=lambda row: row[0])
    return None if found is None else " ".join("=".join(row) for row in found)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "together"),
    [
        pytest.param("a b", "b", "a b c", "b c", id="one-removed-here-one-added-there"),
        pytest.param("a b", "a b c", "b", "b c", id="one-added-here-one-removed-there"),
        pytest.param("a b", "b a", "a b c", "b c a", id="reordered-here"),
        pytest.param("a b", "a b c", "b a", "b c a", id="reordered-there"),
        pytest.param("b", "a b", "b c", "a b c", id="added-at-both-ends"),
        pytest.param("", "a", "b", "a b", id="both-added"),
        pytest.param("a=1=x", "a=2=x", "a=1=y", "a=2=y", id="two-columns-of-one-row"),
        pytest.param("a=1", "a=2", "a=2 b=1", "a=2 b=1", id="changed-alike"),
        pytest.param("a=1 b=1", "b=1", "b=2", "b=2", id="removed-alike-and-changed"),
        pytest.param("", "a=1=x", "a=1=x", "a=1=x", id="added-alike"),
        pytest.param("a=1", "a=2", "a=3", None, id="changed-differently"),
        pytest.param("a=1", "", "a=2", None, id="removed-and-changed"),
        pytest.param("a=1", "a=2", "", None, id="changed-and-removed"),
        pytest.param("", "a=1", "a=2", None, id="added-differently"),
        pytest.param("a", "a a", "a b", None, id="one-thing-twice"),
    ],
)
def test_rows_are_merged_where_that_leaves_no_doubt(base, ours, theirs, together):
    assert merged(base, ours, theirs) == together


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "together"),
    [
        pytest.param("ab", "b", "abc", "bc", id="removed-and-added"),
        pytest.param("ab", "a", "b", "", id="each-removed-another"),
        pytest.param("ab", "abc", "abd", "abdc", id="each-added-another"),
        pytest.param("a", "", "b", None, id="removed-here-replaced-there"),
        pytest.param("a", "b", "", None, id="replaced-here-removed-there"),
        pytest.param("a", "b", "c", None, id="replaced-differently"),
        pytest.param("a", "bb", "b", "b", id="replaced-alike"),
    ],
)
def test_names_are_merged_where_that_leaves_no_doubt(base, ours, theirs, together):
    found = merge_names(base, ours, theirs, both_may_add=True)

    assert (None if found is None else sorted(found)) == (together and sorted(together)) or (
        found == [] == list(together)
    )


def test_names_that_exclude_each_other_are_not_both_added():
    assert merge_names([], ["a"], ["b"], both_may_add=False) is None
    assert merge_names([], ["a"], ["a"], both_may_add=False) == ["a"]
    assert merge_names(["c"], ["c", "a"], [], both_may_add=False) == ["a"]


@given(names, names)
def test_what_only_one_side_changed_is_taken(base, other):
    assert merge_names(base, other, base, both_may_add=False) == other
    assert merge_names(base, base, other, both_may_add=False) == other


@given(names, names, names)
def test_neither_side_is_favoured(base, ours, theirs):
    one = merge_names(base, ours, theirs, both_may_add=True)
    other = merge_names(base, theirs, ours, both_may_add=True)

    assert (one and sorted(one)) == (other and sorted(other))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "differ"),
    [
        pytest.param("a=1", "a=2", "a=3", True, id="one-group"),
        pytest.param("a=1", "a=2", "a=1 b=1", False, id="two-groups"),
        pytest.param("", "a=1", "a=2", True, id="both-added"),
        pytest.param("a=1", "a=1 a=2", "a=1 a=2", False, id="alike"),
    ],
)
def test_a_group_changed_on_both_sides_is_noticed(base, ours, theirs, differ):
    found = differ_within(rows(base), rows(ours), rows(theirs), group=lambda row: row[0])

    assert found == differ
