"""Bodies merged by paragraph: what both sides can have, and where they disagree."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.alignment import MOST_CELLS, aligned, hunks
from articles.text.html import clean_html, text_of
from articles.text.paragraphs import Kind, blocks, changes, merge, pieces
from tests.limits import at_most

BLOCKS = [
    *(f"<p>{letter}</p>" for letter in "abcdefg"),
    "<h2>a</h2>",
    "<hr>",
    "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
    '<img src="https://a.example/1.png" alt="">',
    "<blockquote><p>a</p><p>b</p></blockquote>",
    "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>",
    "<pre><code>a\n\nb</code></pre>",
    '<figure><img src="https://a.example/2.png" alt=""><figcaption>c</figcaption></figure>',
]
bodies = st.lists(st.sampled_from(BLOCKS), max_size=12).map("".join).map(clean_html)


def body(letters: str) -> str:
    return "".join(f"<p>{letter}</p>" for letter in letters)


def letters(html: str) -> str:
    return text_of(html).replace("\n", "")


# Whatever the three are


@given(bodies, bodies)
def test_what_only_one_side_changed_is_taken(base, other):
    assert merge(base, other, base).ours == other
    assert merge(base, base, other).ours == other
    assert not merge(base, other, base).has_conflict


@given(bodies, bodies)
def test_the_same_change_on_both_sides_is_no_conflict(base, other):
    merged = merge(base, other, other)

    assert merged.ours == merged.theirs == merged.base == other
    assert not merged.has_conflict


@given(bodies, bodies, bodies)
def test_neither_side_is_favoured_in_what_is_a_conflict(base, ours, theirs):
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)

    assert one.has_conflict == other.has_conflict
    assert (one.ours, one.theirs) == (other.theirs, other.ours)
    if not one.has_conflict:
        assert one.ours == one.theirs


@given(bodies, bodies, bodies)
def test_what_comes_of_clean_bodies_is_clean(base, ours, theirs):
    merged = merge(base, ours, theirs)

    for html in (merged.ours, merged.theirs, merged.base):
        assert clean_html(str(html)) == html


@given(bodies, bodies, bodies)
def test_the_three_texts_are_in_the_pieces_whole(base, ours, theirs):
    found = pieces(blocks(base), blocks(ours), blocks(theirs))

    assert "".join(b for piece in found for b in piece.base) == base
    assert "".join(b for piece in found for b in piece.ours) == ours
    assert "".join(b for piece in found for b in piece.theirs) == theirs


edits = st.lists(st.booleans(), min_size=6, max_size=6)


def mended(letters: str, edits: list[bool], by: str) -> str:
    """Return a body of which some paragraphs were mended."""
    return "".join(
        f"<p>{letter}{by * edit}</p>" for letter, edit in zip(letters, edits, strict=True)
    )


@given(edits, edits)
def test_merging_once_more_finds_the_same_disagreements_and_takes_nothing(mine, other):
    """Of mended paragraphs; where some came or went too, what is left may be aligned otherwise."""
    ours, theirs = mended("abcdef", mine, "ours"), mended("abcdef", other, "theirs")
    first = merge(body("abcdef"), ours, theirs)

    again = merge(first.base, first.ours, theirs)

    assert (again.ours, again.theirs, again.base) == (first.ours, first.theirs, first.base)


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_what_is_aligned_is_equal_and_in_order(old, new):
    pairs = aligned(old, new)

    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_hunks_make_the_new_of_the_old(old, new):
    made = old
    for hunk in reversed(hunks(old, new)):
        made = made[: hunk.start] + new[hunk.first : hunk.last] + made[hunk.end :]

    assert made == new


@given(bodies)
def test_blocks_are_the_whole_body(html):
    assert "".join(blocks(html)) == html


# One by one


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        pytest.param("abcd", "aBcd", "abCd", "aBCd", id="neighbours"),
        pytest.param("abcd", "xabcd", "abcdy", "xabcdy", id="added-at-both-ends"),
        pytest.param("abcd", "acd", "abcD", "acD", id="removed-and-mended"),
        pytest.param("abcd", "abcd", "", "", id="all-removed"),
        pytest.param("", "", "ab", "ab", id="all-new"),
        pytest.param("abcd", "aBcd", "aBcD", "aBcD", id="mended-alike"),
        pytest.param("abcd", "abxcd", "abcD", "abxcD", id="added-here-mended-there"),
        pytest.param("abcd", "aBcd", "abxcd", "aBxcd", id="added-behind-a-changed-one"),
        pytest.param("abcd", "aBcd", "axbcd", "axBcd", id="added-before-a-changed-one"),
        pytest.param("abcdef", "aBCdef", "abcDEf", "aBCDEf", id="several"),
    ],
)
def test_both_sides_have_what_they_changed(base, ours, theirs, merged):
    found = merge(body(base), body(ours), body(theirs))

    assert not found.has_conflict
    assert letters(found.ours) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kept", "accepted", "common"),
    [
        pytest.param("abc", "aBc", "axc", "aBc", "axc", "abc", id="one-paragraph"),
        pytest.param("abcd", "aBcd", "axcD", "aBcD", "axcD", "abcD", id="and-one-mended"),
        pytest.param("abcd", "Abcd", "xbcD", "AbcD", "xbcD", "abcD", id="mended-far-away"),
        pytest.param("abc", "abXc", "abYc", "abXc", "abYc", "abc", id="added-at-one-place"),
        pytest.param("abc", "ac", "aBc", "ac", "aBc", "abc", id="removed-and-changed"),
        pytest.param("ab", "", "aB", "", "aB", "ab", id="all-removed-and-changed"),
        pytest.param("abc", "aBXc", "abYc", "aBXc", "abYc", "abc", id="grown-and-added-behind"),
        pytest.param("abcd", "aX", "abCd", "aX", "abCd", "abcd", id="several-made-one"),
    ],
)
def test_where_both_changed_a_paragraph_ours_stays_until_theirs_is_accepted(
    base, ours, theirs, kept, accepted, common
):
    found = merge(body(base), body(ours), body(theirs))

    assert found.has_conflict
    assert [letters(html) for html in (found.ours, found.theirs, found.base)] == [
        *(kept, accepted, common)
    ]


def test_pieces_say_who_changed_them():
    found = pieces(tuple("abcdef"), tuple("aBcXeY"), tuple("abCXeZ"))

    assert [(piece.kind, piece.base) for piece in found] == [
        (Kind.SAME, ("a",)),
        (Kind.OURS, ("b",)),
        (Kind.THEIRS, ("c",)),
        (Kind.BOTH, ("d",)),
        (Kind.SAME, ("e",)),
        (Kind.CONFLICT, ("f",)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "stretches"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("a b", "a b", [("a b", False)], id="equal"),
        pytest.param(
            "a bridge of wood", "a bridge of stone", [("a bridge of ", False), ("stone", True)]
        ),
        pytest.param("大桥将建成", "大桥已建成", [("大桥", False), ("已", True), ("建成", False)]),
        pytest.param("a b", "", [], id="gone"),
    ],
)
def test_changes_are_shown_by_word_and_by_character(old, new, stretches):
    assert changes(old, new) == stretches


# Hostile sizes


MANY = 20_000


@pytest.mark.limits
@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        pytest.param("ab" * (MANY // 2), "ba" * (MANY // 2 - 1), "a" * MANY, id="repeats"),
        pytest.param("a" * MANY, "b" * MANY, "c" * (MANY - 1), id="rewritten"),
        pytest.param("abc" * 100 + "d" * MANY, "cba" * 100 + "d" * MANY, "e" * 300, id="mixed"),
    ],
)
def test_texts_that_repeat_themselves_are_given_up_and_not_compared_for_minutes(base, ours, theirs):
    with at_most(2):
        found = merge(body(base), body(ours), body(theirs))

    assert found.has_conflict


@pytest.mark.limits
def test_every_paragraph_elsewhere_is_merged_as_fast():
    base = [f"<p>{n}</p>" for n in range(MANY)]
    ours = [f"<p>ours {n}</p>" if n % 7 == 0 else one for n, one in enumerate(base)]
    theirs = [f"<p>theirs {n}</p>" if n % 7 == 1 else one for n, one in enumerate(base)]

    with at_most(2):
        found = merge("".join(base), "".join(ours), "".join(theirs))

    assert not found.has_conflict


def test_stretches_without_an_anchor_are_compared_only_where_that_is_little():
    side = int(MOST_CELLS**0.5)

    assert len(aligned("ab" * (side // 2), "b" + "ab" * (side // 2 - 1) + "b")) > side // 2
    assert not aligned("ab" * side, "b" + "ab" * (side - 2) + "cb" + "c")


def test_anchors_within_anchors_have_an_end():
    def nested(depth: int, inner: str) -> str:
        return inner if not depth else f"{depth}{nested(depth - 1, inner)}{depth}"

    assert aligned(nested(9, "xy"), nested(9, "yx"))
