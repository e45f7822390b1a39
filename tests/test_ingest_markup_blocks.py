from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.formats.markup_blocks import MAX_DEPTH, markup_blocks
from articles.ingest.formats.tags import MAX_BROKEN
from articles.ingest.records import BlockKind
from articles.ingest.refusals import Refused


def words_of(html: str) -> list[str]:
    read = markup_blocks(html)
    return [read.text[b.start : b.end] for b in read.blocks]


def html_of(html: str) -> str:
    return "".join(block.html for block in markup_blocks(html).blocks)


class VisibleText(HTMLParser):
    """The text nodes of a page by another parser, to compare with."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style", "template", "noscript"}

    def handle_endtag(self, tag):
        if tag in {"script", "style", "template", "noscript"}:
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(data)


def visible(html: str) -> str:
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return "".join("".join(parser.pieces).split())


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param("<p>one</p><p> two </p>", ["one", "two"], id="paragraphs"),
        pytest.param("<p>one<p>two", ["one", "two"], id="unclosed"),
        pytest.param("bare<p>one</p>after", ["bare", "one", "after"], id="bare-text"),
        pytest.param("<div>a<div>b</div>c</div>", ["a", "b", "c"], id="nested"),
        pytest.param("<p>one<br>two</p>", ["one", "two"], id="line-break"),
        pytest.param("<p>one</br>two</p>", ["one", "two"], id="odd-line-break"),
        pytest.param(
            "<div>one\ntwo <b>x</b>\n\nthree</div>", ["one", "two x", "three"], id="lines"
        ),
        pytest.param("<p>one\ntwo</p>", ["one\ntwo"], id="no-lines-in-a-paragraph"),
        pytest.param("<p></p><p>&nbsp;</p><p>a</p>", ["a"], id="empty"),
        pytest.param("<ul><li>a<li>b</ul>c", ["ab", "c"], id="list"),
        pytest.param("<h2>a</h2>b", ["a", "b"], id="heading"),
        pytest.param("<title>t</title><p>a", ["t", "a"], id="page-title"),
        pytest.param("<x-y>a</x-y> <ahref=b>c</a>", ["a c"], id="unknown-tags"),
        pytest.param("a <《b》> c < d", ["a <《b》> c < d"], id="signs-that-are-no-tags"),
        pytest.param("<p>a<style>b</style><script>if (a</b>c)</script>d", ["ad"], id="scripts"),
        pytest.param("<p>a<noscript><p>b</noscript>c<template>d</template>", ["ac"], id="silent"),
        pytest.param("<p>a<script/>b", ["ab"], id="closed-script"),
        pytest.param("<p>a<script>b", ["a"], id="open-script"),
        pytest.param("<p>a<!-- b --><!doctype c><![CDATA[d]]><?e?></>f", ["af"], id="declarations"),
        pytest.param("<p>a</noscript>b", ["ab"], id="stray-end"),
        pytest.param("<p>a</p>b <i href='c", ["a", "b <i href='c"], id="cut-off"),
        pytest.param("<p title='>'>a", ["a"], id="sign-in-a-value"),
        pytest.param("<p>a &amp; &#123; b</p>", ["a & { b"], id="entities"),
    ],
)
def test_text_falls_into_blocks(html, words):
    assert words_of(html) == words
    assert "".join(markup_blocks(html).text.split()) == visible(html)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        pytest.param("<p>a</p>", BlockKind.PARAGRAPH, id="paragraph"),
        pytest.param("<h3>a</h3>", BlockKind.HEADING, id="heading"),
        pytest.param("<ol><li>a</li></ol>", BlockKind.LIST, id="list"),
        pytest.param("<table><tr><td>a</table>", BlockKind.TABLE, id="table"),
        pytest.param("<blockquote><p>a</blockquote>", BlockKind.QUOTE, id="quote"),
        pytest.param("<pre>a\n b</pre>", BlockKind.PREFORMATTED, id="preformatted"),
        pytest.param("<hr>", BlockKind.RULE, id="rule"),
        pytest.param('<p><img src="http://a.b/c"></p>', BlockKind.PICTURE, id="picture"),
        pytest.param('<figure><img src="//a.b/c">d</figure>', BlockKind.PICTURE, id="figure"),
    ],
)
def test_a_block_says_what_it_is(html, kind):
    (block,) = markup_blocks(html).blocks

    assert block.kind is kind


@pytest.mark.parametrize(
    ("html", "written"),
    [
        pytest.param("<p class=x onclick=y>a</p>", "<p>a</p>", id="attributes"),
        pytest.param("<b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>", id="reopened"),
        pytest.param("<p><b>a<i>b</b>c</i>", "<p><b>a<i>b</i></b><i>c</i></p>", id="crossed"),
        pytest.param(
            "<p><a href=x>a<a href=y>b", '<p><a href="x">a</a><a href="y">b</a></p>', id="links"
        ),
        pytest.param("<p>a</i></b></p>", "<p>a</p>", id="never-opened"),
        pytest.param("<i></i><p>a", "<p>a</p>", id="closed-before"),
        pytest.param("<i><p>a</i>b</p><p>c", "<p><i>a</i>b</p><p>c</p>", id="closed-inside"),
        pytest.param(
            "<b>x<i><p>y</p></b>z",
            "<p><b>x<i></i></b></p><p><b><i>y</i></b></p><p><i>z</i></p>",
            id="crossed-blocks",
        ),
        pytest.param("<p>1 < 2 &lt;b&gt;", "<p>1 &lt; 2 &lt;b&gt;</p>", id="signs"),
        pytest.param("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</ul></ul>", id="list"),
        pytest.param("<div><ul><li>a</div>b", "<ul><li>a</ul><p>b</p>", id="unclosed-list"),
        pytest.param(
            "<ul><li>a</p></li></div><li>b", "<ul><li>a</p></li><li>b</ul>", id="stray-ends"
        ),
        pytest.param("<table><td colspan=2 x=y>a", '<table><td colspan="2">a</table>', id="cells"),
        pytest.param(
            "<pre>a<br>b<div>c</div><x>d</x></pre>", "<pre>a<br>b<div>c</div>d</pre>", id="whole"
        ),
        pytest.param("<ul><br></ul>", "", id="nothing-to-read"),
        pytest.param(
            '<p>a<img src="data:x" data-src="//b/c">',
            '<p>a<img src="https://b/c" alt=""></p>',
            id="late-picture",
        ),
        pytest.param('<p>a<img src="data:x">', "<p>a</p>", id="picture-in-itself"),
        pytest.param("<p>a<wbr>b</img><hr>c", "<p>ab</p><hr><p>c</p>", id="rule"),
    ],
)
def test_a_block_is_written_anew(html, written):
    assert html_of(html) == written


def test_lines_of_a_paragraph_are_joined_to_the_one_before():
    blocks = markup_blocks("<p>a<br>b<br><br>c</p><p>d").blocks

    assert [block.joined for block in blocks] == [False, True, False, False]


def test_a_block_gathers_the_words_of_class_and_id_around_it():
    html = '<div class="news-Edit"><p id=x-lead>a</p><span>b</span></div><p>c'

    assert [sorted(b.hints) for b in markup_blocks(html).blocks] == [
        ["edit", "lead", "news", "x"],
        ["edit", "news"],
        [],
    ]


def test_blocks_know_their_line_and_offset():
    read = markup_blocks("\n<p>a</p>\n\n<p>b\n</p><p>c", offset=10, line=5)

    assert [(b.line, b.start) for b in read.blocks] == [(6, 11), (8, 14), (9, 16)]


def test_a_heading_knows_its_level():
    assert [block.level for block in markup_blocks("<h1>a</h1><h6>b</h6><p>c").blocks] == [1, 6, 0]


def test_a_picture_is_kept_with_its_words():
    (block,) = markup_blocks('<p>a <img src="http://b/c.png?x=1" alt="the quay"></p>').blocks

    assert [(p.url, p.alt) for p in block.pictures] == [("http://b/c.png?x=1", "the quay")]


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul>", "<section><p>"])
def test_what_is_nested_too_deep_is_refused_with_its_line(tag):
    with pytest.raises(Refused, match="too_deep") as refused:
        markup_blocks("\n" + tag * (MAX_DEPTH + 1) + "x")

    assert refused.value.line == 2


def test_paragraphs_that_are_never_closed_nest_nothing():
    assert len(markup_blocks("<p>x" * (2 * MAX_DEPTH)).blocks) == 2 * MAX_DEPTH


def test_formats_without_an_end_are_carried_on_a_little_way_only():
    html = html_of("<b><i>" * 20 + "a<p>b")

    assert html.count("<b>") == 8


@pytest.mark.parametrize("broken", ["<!--", "<![CDATA["])
def test_after_too_many_open_comments_all_is_text(broken):
    html = f"<p>a</p>{broken * MAX_BROKEN}<p>b</p>"

    assert words_of(html)[-1].endswith("<p>b</p>")


def test_broken_tags_in_silence_are_not_read():
    assert words_of("<p>a<noscript><!-- b") == ["a"]


PIECES = st.sampled_from(
    (
        "<p> </p> <div> </div> <b> </b> <i> </i> <a/> <span> </span> <br> <hr> <h2> </h2> </x>"
        " <ul> <li> </ul> <table> <tr> <td> </table> <blockquote> </blockquote> <pre> </pre>"
        " <figure> </figure> <section> </section> <style> </style> <script> </script>"
        " <noscript> </noscript> &amp; word 字 。 \n"
    ).split(" ")
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_text_is_the_same_as_another_parser_reads_and_all_in_blocks(html):
    read = markup_blocks(html)

    assert "".join(read.text.split()) == visible(html)
    held = "".join(read.text[b.start : b.end] for b in read.blocks)
    assert "".join(held.split()) == "".join(read.text.split())
    assert all(a.end <= b.start for a, b in zip(read.blocks, read.blocks[1:], strict=False))
