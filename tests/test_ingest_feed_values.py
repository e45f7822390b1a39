"""Values of a feed that are too long, too many, astray or no values at all."""

from __future__ import annotations

import pytest
from feedparser import FeedParserDict
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.formats.exports.values import html_words, title_words, whole_address
from articles.ingest.formats.feed.outline import LONGEST_VALUE, MAX_ELEMENTS, MOST_CHILDREN
from articles.ingest.refusals import Refused
from tests.feeds import TEXT, item, rss

# What the parser of values is given


def test_values_too_long_for_any_field_are_passed_over():
    one = item(f"<title>{'a' * (LONGEST_VALUE + 1)}</title><guid>k</guid>")

    assert (one.title, one.key) == (None, "k")


def test_a_flood_of_labels_is_cut_short():
    one = item("".join(f"<category>{n}</category>" for n in range(MOST_CHILDREN + 10)))

    assert len(one.labels) == MOST_CHILDREN


def test_a_feed_with_too_many_values_is_refused():
    with pytest.raises(Refused, match="too_many_entries"):
        rss(*[f"{TEXT}<guid>a</guid><category>b</category><link/>"] * (MAX_ELEMENTS // 4 + 1))


def test_values_that_went_astray_are_not_believed(monkeypatch):
    monkeypatch.setattr("feedparser.parse", lambda *_, **__: FeedParserDict(feed={}, entries=[]))

    with pytest.raises(Refused, match="bad_xml"):
        rss(TEXT)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(f"<entry>{TEXT}</entry>", id="an-entry-in-an-item"),
        pytest.param(f"<title>a<entry>{TEXT}</entry></title>{TEXT}", id="an-entry-in-a-title"),
    ],
)
def test_entries_in_entries_are_theirs(inside):
    assert len(rss(inside + TEXT).entries) == 1


def test_a_feed_s_name_with_an_entry_in_it_is_a_name():
    assert rss(head=f"<title>Kite<item>{TEXT}</item></title>").source.value == "Kite"


def test_nesting_without_end_is_not_followed():
    assert item("<title>" + "<title>" * 20 + "a" + "</title>" * 21).title is None


def test_characters_that_xml_cannot_hold_do_no_harm():
    one = item("<title>a\x0bb</title><guid x\x01y='&#1;'>k</guid>")

    assert (one.title.value, one.key) == ("ab", "k")


@given(st.text(alphabet="<>/&;\"'= \n\x0b:[]!-?abitemrs中", max_size=80))
def test_any_words_in_any_value_are_read_or_refused(words):
    fields = "title link guid pubDate author category dc:creator media:keywords".split()
    inside = "".join(f"<{name}>{words}</{name}>" for name in fields)
    try:
        document = rss(f"{inside}{TEXT}", f"<enclosure url='{words}'/><title>{words}</title>{TEXT}")
    except Refused:
        return
    assert "".join("".join(map(document.words, document.blocks)).split()) == "".join(
        document.text.split()
    )


# What values say


@pytest.mark.parametrize(
    ("html", "words"),
    [("<p>a</p><p>b <i>c</i></p>", "a\nb c"), ("<hr>", ""), ("a &amp; b", "a & b")],
)
def test_the_words_of_some_html_are_a_line_a_paragraph(html, words):
    assert html_words(html) == words


def test_a_title_keeps_what_is_no_tag():
    assert title_words("<Foreign> &lt;words&gt;<br>") == "<Foreign> <words>"


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("b", "https://k.example/a/", "https://k.example/a/b"),
        ("", "https://k.example/", ""),
        ("//k.example/b", "", "https://k.example/b"),
        ("http://[x", "https://k.example/", ""),
    ],
)
def test_an_address_is_made_whole_or_dropped(address, base, whole):
    assert whole_address(address, base) == whole
