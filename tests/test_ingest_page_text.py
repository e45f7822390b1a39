from __future__ import annotations

import pytest

from articles.ingest.formats import page_text
from articles.ingest.records import BlockKind
from tests.pages import PLACE, page


def test_a_line_is_a_block_without_the_space_around_it():
    raw = page("  渡口 \t", "", "\u3000雾")

    assert [(raw.words(b), b.line) for b in raw.blocks] == [("渡口", 1), ("雾", 3)]
    assert raw.format == "page_text"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_count_as_a_person_counts_them(ending):
    raw = page_text.read(ending.join(["一", "", "二"]), PLACE)

    assert [b.line for b in raw.blocks] == [1, 3]


def test_a_drawn_line_is_a_rule():
    assert [b.kind for b in page("渡口", "-----").blocks] == [BlockKind.PARAGRAPH, BlockKind.RULE]


@pytest.mark.parametrize(("head", "likely"), [("渡口", True), (" \n ", False)])
def test_any_text_may_be_a_page(head, likely):
    assert (page_text.looks_like(head) > 0) is likely


def test_every_visible_character_stands_in_one_block():
    raw = page("  一 二", "\x0b三", "四\u2028五")

    held = "".join(raw.words(b) for b in raw.blocks)
    assert "".join(held.split()) == "".join(raw.text.split())
