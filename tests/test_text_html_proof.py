"""The proof, the addresses it lets pass, and the second opinion."""

from __future__ import annotations

from contextlib import suppress

import pytest

from articles.text.html import Unclean, is_certified, safe_url
from articles.text.html.rules import (
    ATTRIBUTES,
    CONTENT,
    LINK_SCHEMES,
    MAX_NESTING,
    PICTURE_SCHEMES,
    TAGS,
    VOID,
)
from articles.text.html.second import MAX_DOUBTFUL_CHARS, settled
from tests.test_text_html import PAYLOADS

UNPROVEN = [
    "<p onclick='x'>a</p>",
    '<p onclick="x">a</p>',
    "<script>a</script>",
    "<P>a</P>",
    "<p >a</p>",
    "<p>a</p >",
    "<p>a",
    "a</p>",
    "</p>",
    "<p>a</h2>",
    "a",
    "<p>a</p>b",
    "<p><p>a</p></p>",
    "<ul><p>a</p></ul>",
    "<pre>a</pre>",
    "<table><tr><td></td></tr></table>",
    "<figure>a</figure>",
    "<p><img src=\"x\"></p>",
    "<img>",
    '<img alt="a" src="x">',
    '<img src="x" src="y">',
    '<img src="javascript:x">',
    '<img src="mailto:a@b.example">',
    '<img src="//host.example/x">',
    '<img src="x" width="0">',
    '<img src="x" width="1e3">',
    '<p><a>a</a></p>',
    '<p><a href="">a</a></p>',
    '<p><a href="javascript:x">a</a></p>',
    '<p><a href="JavaScript:x">a</a></p>',
    '<p><a href="java\tscript:x">a</a></p>',
    '<p><a href="javascript&amp;colon;x">a</a></p>'.replace("&amp;", "&"),
    '<p><a href=" https://a.example/">a</a></p>',
    '<p><a href="https:/a.example/">a</a></p>',
    '<p><a href="https://a@b.example/">a</a></p>',
    '<p><a href="https://a.example/" target="_blank">a</a></p>',
    '<p><a href="x" title="a"b">a</a></p>',
    '<p><a href="x" title="a<b">a</a></p>',
    '<p><a href="https://xn--.example/">a</a></p>',
    '<p><a href="https://\u0301a.example/">a</a></p>',
    '<p><a href="https://a1\u05d0/">a</a></p>',
    '<p><a href="https://a|b/">a</a></p>',
    '<p><a href="https://1.2.3.256/">a</a></p>',
    '<p><a href="https://a.example:65536/">a</a></p>',
    '<img src="https://[:::]/a.png">',
    '<p><a href="/\ufffd/[">a</a></p>',
    '<p><a href="a&amp;colon;b">a</a></p>',
    '<p><a href="&amp;#106;avascript:b">a</a></p>',
    '<p><a href="/&amp;Tab;/[">a</a></p>',
    '<p><a href="x"><em><a href="y">a</a></em></a></p>',
    "<p><em><strong>a</strong></em></p>",
    "<p><u><code>a</code></u></p>",
    "<p>a\xa0b</p>",
    '<ol start="1.5"><li><p>a</p></li></ol>',
    '<table><tbody><tr><td colspan="101"></td></tr></tbody></table>',
    "<p>a & b</p>",
    "<p>&copy;</p>",
    "<p>&#60;</p>",
    "<p>a > b</p>",
    "<p>a\x00</p>",
    "<p>a\r</p>",
    "<p>\ud800</p>",
    "<p>\ufffe</p>",
    "<p>\U0001fffe</p>",
    "<p>a</p><!-- b -->",
    "<![CDATA[a]]>",
    "<blockquote>" * (MAX_NESTING + 1) + "</blockquote>" * (MAX_NESTING + 1),
]  # fmt: skip


@pytest.mark.parametrize("html", UNPROVEN, ids=range(len(UNPROVEN)))
def test_what_the_table_does_not_hold_is_not_certified(html):
    assert not is_certified(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>a &amp; b &lt; c\n\U0001f600</p>",
        '<p><a href="https://a.example:8/b?c=d&amp;e=f#g" title="h &quot;i&quot;">j</a></p>',
        '<p><a href="mailto:a@b.example?subject=c">a</a><a href="#b">b</a></p>',
        '<img src="https://[::1]/a.png" alt="" width="1" height="99999">',
        '<img src="https://例え.example/a.png"><img src="http://192.0.2.1:8080/a.png">',
        '<p><a href="https://XN--fiqs8s/"><strong><em>&nbsp;a</em></strong></a></p>',
        '<p><a href="a&amp;b.png?c&amp;amp;d">a</a></p>',
        "<blockquote>" * MAX_NESTING + "</blockquote>" * MAX_NESTING,
    ],
    ids=[
        "nothing",
        "text",
        "link",
        "other-links",
        "picture",
        "hosts",
        "marks",
        "ampersands",
        "deep",
    ],
)
def test_what_the_table_holds_is_certified(html):
    assert is_certified(html)


def test_the_table_knows_where_each_of_its_tags_may_stand():
    placed = frozenset().union(*CONTENT.values())

    assert placed == TAGS
    assert CONTENT.keys() - {""} == TAGS - VOID
    assert ATTRIBUTES.keys() <= TAGS


def test_the_table_holds_no_tag_that_changes_how_what_follows_is_read():
    assert TAGS.isdisjoint("svg math style script noscript title textarea iframe xmp".split())


ADDRESSES = [
    ("https://a.example/b?c#d", "https://a.example/b?c#d"),
    ("HTTP://A.example", "http://A.example"),
    (" /a\n/b ", "/a/b"),
    ("//a.example/b", "https://a.example/b"),
    ("https://例え.example/道?問", "https://例え.example/道?問"),
    ("https://a.example/b c\u200b", "https://a.example/b%20c%E2%80%8B"),
    ("a.png?x=y:z", "a.png?x=y:z"),
    ("#top", "#top"),
    ("mailto:a@b.example", "mailto:a@b.example"),
    ("/\\a.example", "/%5Ca.example"),
    ("/\t/a.example", None),
    ("///a.example", None),
    ("/\ufffd", "/%EF%BF%BD"),
    ("a&b?c&lt;d", "a&b?c&lt;d"),
    ("a&colon;b", None),
    ("/&Tab;/b", None),
    ("", None),
    ("a:b", None),
    ("1:b", None),
    ("javascript:x", None),
    ("data:text/html,x", None),
    ("http:a", None),
    ("http:///a", None),
    ("https://", None),
    ("https://a@b.example/", None),
    ("https://a%2fb/", None),
    ("mailto:", None),
    ("ftp://a.example/", None),
]


@pytest.mark.parametrize(("written", "kept"), ADDRESSES, ids=[a for a, _ in ADDRESSES])
def test_an_address_is_written_one_way_or_not_at_all(written, kept):
    assert safe_url(written, LINK_SCHEMES) == kept
    assert kept is None or safe_url(kept, LINK_SCHEMES) == kept


def test_a_picture_is_no_letter():
    assert safe_url("mailto:a@b.example", PICTURE_SCHEMES) is None


@pytest.mark.parametrize("dirty", PAYLOADS, ids=range(len(PAYLOADS)))
def test_the_second_opinion_alone_lets_nothing_pass_unproven(dirty):
    with suppress(Unclean):
        assert is_certified(settled(dirty))


def test_the_second_opinion_returns_what_is_certified_untouched():
    assert settled("<p>a</p>") == "<p>a</p>"


def test_the_second_opinion_mends_what_it_can():
    assert settled('<p onclick="x">a<img src="y" onerror="z"></p>') == '<p>a</p><img src="y">'


def test_the_second_opinion_refuses_what_stays_in_doubt():
    with pytest.raises(Unclean, match="unproven"):
        settled("<blockquote>" * (MAX_NESTING + 1) + "a")


def test_the_second_opinion_reads_no_more_than_it_can():
    with pytest.raises(Unclean, match="unproven"):
        settled("<i>" + "a" * MAX_DOUBTFUL_CHARS)
