from __future__ import annotations

from articles.ingest.dedupe import mark_copies
from articles.ingest.records import Reading
from articles.text.fingerprint import fingerprint
from tests.pages import STORY

LONG = "\n".join(STORY)


def copies(*readings: Reading) -> list[int | None]:
    return [one.duplicate_of for one in mark_copies(readings)]


def test_a_copy_names_the_first_of_its_kind():
    one, other = Reading(body_text=LONG), Reading(body_text=LONG[::-1])

    assert copies(one, other, one, one) == [None, None, 0, 0]


def test_width_and_space_make_no_difference():
    assert copies(Reading(body_text=LONG), Reading(body_text=LONG.replace("，", ", "))) == [None, 0]


def test_a_fingerprint_that_is_there_is_used():
    known = Reading(body_text="", fingerprint=fingerprint(LONG))

    assert copies(known, Reading(body_text=LONG)) == [None, 0]


def test_a_short_text_is_a_copy_only_with_the_same_title():
    one, other = Reading(title="渡口", body_text="停航。"), Reading(title="桥", body_text="停航。")

    assert copies(one, other, one, Reading(body_text="停航。"), Reading(body_text="停航。")) == [
        None,
        None,
        0,
        None,
        None,
    ]


def test_no_text_is_a_copy_of_nothing():
    assert copies(Reading(title="渡口"), Reading(title="渡口")) == [None, None]
