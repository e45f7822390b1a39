"""Lines that pages set beside an article: what leads away, signs off, heads an end, credits."""

from __future__ import annotations

import pytest

from articles.text.bylines import credit_line
from articles.text.lexicon import page_lines
from articles.text.lexicon.page_lines import (
    credits_caption,
    credits_picture,
    heads_ending,
    leads_off,
    names_photographer,
    reads_as_caption,
    signs_off,
)
from articles.text.names import marked_names


def test_every_shape_says_on_what_kind_of_page_it_was_seen():
    tables = (page_lines.LEADS_OFF, page_lines.SIGNS_OFF, page_lines.ENDINGS, page_lines.CAPTIONS)

    assert all(shape.seen_on for shapes in tables for shape in shapes)


@pytest.mark.parametrize(
    ("says", "line"),
    [
        pytest.param(leads_off, "READ: The heron that votes", id="read"),
        pytest.param(leads_off, "Most popular", id="head-of-links"),
        pytest.param(leads_off, "往期推荐", id="account"),
        pytest.param(signs_off, "Ada Fenwick is a staff writer at the Post.", id="writer"),
        pytest.param(signs_off, "Ada Fenwick teaches rope work at the Naval School.", id="teacher"),
        pytest.param(signs_off, "This interview has been edited for length.", id="edited"),
        pytest.param(signs_off, "This story was written by the harbour desk.", id="desk"),
        pytest.param(signs_off, "Sign up for the harbour newsletter.", id="newsletter"),
        pytest.param(signs_off, "Editor’s note: the heron has a name now.", id="note"),
        pytest.param(signs_off, "本文作者系水文站工程师。", id="han-writer"),
        pytest.param(signs_off, "喜欢就点个在看，让更多人看到", id="han-account"),
        pytest.param(heads_ending, "About the author", id="about"),
        pytest.param(heads_ending, "- 30 -", id="thirty"),
        pytest.param(heads_ending, "读者留言", id="readers"),
        pytest.param(heads_ending, "3 thoughts on “The rope”", id="thoughts"),
        pytest.param(reads_as_caption, "The rope at dawn. Photograph: Nils Odd", id="caption"),
        pytest.param(credits_picture, "[Image via County Museum]", id="image-via"),
        pytest.param(credits_caption, "The rope at dawn. Photograph: Nils Odd", id="in-text"),
        pytest.param(names_photographer, "Nils Odd, The Harbour Post", id="photographer"),
    ],
)
def test_a_line_beside_an_article_is_known_by_its_shape(says, line):
    assert says(line)


@pytest.mark.parametrize(
    ("says", "line"),
    [
        pytest.param(leads_off, "Read on a rope, the word looked shorter.", id="read-on"),
        pytest.param(leads_off, "“Listen — that bell is ours,” she said.", id="speech"),
        pytest.param(leads_off, "Related: " + "x" * 200, id="too-long-to-lead"),
        pytest.param(signs_off, "The keeper writes down each bell that he hears.", id="writes"),
        pytest.param(signs_off, "The rope song was written by a pilot.", id="song"),
        pytest.param(signs_off, "The hours stand in the town's newsletter.", id="a-newsletter"),
        pytest.param(signs_off, "The council says its mission is to wait.", id="a-mission"),
        pytest.param(signs_off, "作者为了这座钟走了三天。", id="for-the-sake-of"),
        pytest.param(heads_ending, "About nine in the morning", id="about-nine"),
        pytest.param(credits_picture, "(The photo: it was never found again.", id="open"),
        pytest.param(credits_caption, "He kept a photo of Nils Odd.", id="a-sentence"),
        pytest.param(names_photographer, "Rope, bells and a heron", id="no-names"),
        pytest.param(names_photographer, "Nils Odd, Staff Writer", id="byline"),
    ],
)
def test_a_sentence_that_shares_words_with_it_is_none(says, line):
    assert not says(line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("□ 许望舒", ("许望舒",), id="mark"),
        pytest.param("◎许望舒 何渡", ("许望舒", "何渡"), id="two"),
        pytest.param("□ 渡口新闻", (), id="no-name"),
        pytest.param("许望舒", (), id="no-mark"),
    ],
)
def test_a_newspaper_sets_its_writers_behind_a_mark(line, found):
    assert marked_names(line) == found


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("By Ada Fenwick, Post Staff Writer", ["Ada Fenwick"], id="post-and-paper"),
        pytest.param("By Ada Fenwick ada@post.example", ["Ada Fenwick"], id="mail"),
        pytest.param("文 / 沈未央　2020-07-11", ["沈未央"], id="day-behind"),
        pytest.param("原创 陈露白", ["陈露白"], id="account"),
        pytest.param("作者：[美] 约翰·雾", ["约翰·雾"], id="where-from"),
        pytest.param(
            "Words: Ada Fenwick. Photographs: Tom Hale", ["Ada Fenwick", "Tom Hale"], id="stop"
        ),
        pytest.param(
            "本文来自微信公众号：雾里新知（ID：wuli），作者：沈未央，题图来自：江图",
            ["沈未央", "江图"],
            id="of-an-account",
        ),
    ],
)
def test_what_stands_around_a_name_is_no_name(line, names):
    assert [one.name for one in credit_line(line)] == names
