"""Bodies as Markdown, read back by the reader that imports Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.ingest.formats.markdown import markdown_html
from articles.text.html import clean_html, text_of
from articles.text.markdown import MAX_HOLDERS, markdown_link, markdown_of, markdown_text
from tests.limits import at_most

SIGNS = r"""\`*_{}[]<>()#+-.!|~&;:="'^$/%@,?  0123456789ab字“”。　"""


def squeezed(text: str) -> list[str]:
    """Return a text's lines without the spaces that no reader of Markdown keeps."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def read_again(body: str) -> str:
    return clean_html(markdown_html(markdown_of(body)))


SAME = {
    "paragraphs": "<p>one</p><p>two</p>",
    "headings": "<h2>a</h2><h3>b</h3><h4>c</h4>",
    "marks": "<p>a <strong>b <em>c</em></strong> <s>d</s> <code>e_f</code></p>",
    "marks-in-words": "<p>桥<strong>通</strong>了<em>吗</em>，是<strong>的</strong></p>",
    "marks-without-signs": "<p>H<sub>2</sub>O, m<sup>2</sup>, <u>underlined</u></p>",
    "beside-chinese-quotes": "<p>他说<strong>“桥通了。”</strong>然后走了</p>",
    "marks-in-a-row": "<p><em>a</em><strong>b</strong><s>c</s></p>",
    "break": "<p>one<br>two<br>- three<br>4. four<br>#5</p>",
    "link": '<p><a href="https://a.example/?x=1&amp;y=(2)" title="A &quot;b&quot;">a [b]</a></p>',
    "exclamation-before-link": '<p>Look!<a href="/x">here</a></p>',
    "lists": '<ul><li><p>a</p></li><li><p>b</p></li></ul><ol start="3"><li><p>c</p></li></ol>',
    "lists-in-a-row": "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul>",
    "list-in-list": "<ul><li><p>a</p><ol><li><p>b</p><p>c</p></li></ol></li></ul>",
    "quotation": "<blockquote><p>a</p><ul><li><p>b</p></li></ul></blockquote><p>c</p>",
    "code-block": "<pre><code>a\n\n  b ``` c\n&lt;d&gt;</code></pre>",
    "code-with-ticks": "<p><code>`a` | b</code></p>",
    "rule": "<p>a</p><hr><p>b</p>",
    "picture": '<p>a</p><img src="https://a.example/b.jpg" alt="c ]d"><p>e</p>',
    "table": "<table><tbody><tr><td><p>a|b</p></td><td><p>c</p></td></tr></tbody></table>",
    "signs": "<p>a * b * c _d_ `e` ~~f~~ [g](h) ![i](j) &amp;amp; &lt;b&gt; \\ {{% k_l %}} | m</p>",
    "indent": "<p>　　桥通了</p>",
}


@pytest.mark.parametrize("body", SAME.values(), ids=SAME)
def test_what_markdown_can_say_comes_back_as_it_was(body: str) -> None:
    again = read_again(body).replace("<th>", "<td>").replace("</th>", "</td>")

    assert again.replace("<p>桥通了", "<p>　　桥通了") == body == clean_html(body)


WRITTEN = {
    "caption": (
        '<figure><img src="/a.jpg" alt="b"><figcaption>c</figcaption></figure>',
        "![b](/a.jpg)\n\nc\n",
    ),
    "rows": (
        '<table><tbody><tr><th colspan="2"><p>a</p></th></tr><tr><td><p>b</p><p>c</p></td>'
        "<td><ul><li><p>d</p></li></ul><pre><code>e\nf</code></pre></td></tr></tbody></table>",
        "| a |  |\n| --- | --- |\n| b<br>c | d<br>e<br>f |\n",
    ),
    "short-rows": (
        '<table><tbody><tr><td colspan="100"><p>a</p></td></tr><tr><td colspan="2"><p>b</p></td>'
        "<td><p>c</p></td></tr><tr><td></td></tr></tbody></table>",
        "| a |  |  |\n| --- | --- | --- |\n| b |  | c |\n|  |\n",
    ),
    "columns-of-nothing": (
        '<table><tbody><tr><td colspan="50"><p>a</p></td><td><p>b</p></td></tr></tbody></table>',
        "| a | b |\n| --- | --- |\n",
    ),
    "hardly-anything-but-gaps": (
        f"<table><tbody><tr>{'<td></td>' * 50}<td><p>a</p><p>*</p></td></tr>"
        f"{'<tr><td></td></tr>' * 50}<tr><td><p>b</p></td></tr></tbody></table>",
        "a\n\n\\*\n\nb\n",
    ),
    "code-in-a-cell": (
        '<table><tbody><tr><td><p><code>a|b</code></p><img src="/c"></td></tr></tbody></table>',
        "| <code>a\\|b</code><br>![](/c) |\n| --- |\n",
    ),
    "last-sign-of-a-heading": ("<h2>C #</h2>", "## C \\#\n"),
    "empty-item": ("<ul><li><p></p><hr></li></ul>", "- ***\n"),
    "nothing": ("", ""),
    "nothing-in-anything": (
        "<blockquote><p></p></blockquote><h2></h2><p><code></code><u></u></p>"
        "<table><tbody></tbody></table>",
        "",
    ),
    "spaces-of-code": ("<p><code> a </code> <code>  </code></p>", "`  a  ` ` `\n"),
    "negative-start": ('<ol start="-3"><li><p>a</p></li></ol>', "0. a\n"),
    "address-of-nothing": ('<p><a href="">a</a></p>', "[a](<>)\n"),
}


@pytest.mark.parametrize(("body", "written"), WRITTEN.values(), ids=WRITTEN)
def test_the_rest_is_written_so(body: str, written: str) -> None:
    assert markdown_of(body) == written


def test_deep_nesting_is_written_flat() -> None:
    deep = "<blockquote>" * 200 + "<p>a</p>" + "</blockquote>" * 200

    assert markdown_of(deep) == "> " * MAX_HOLDERS + "a\n"
    assert markdown_of("<p>" + "<u>" * 50 + "a" + "</u>" * 50 + "</p>") == "<u>a</u>\n"


def test_plain_words_stay_plain() -> None:
    assert markdown_html(markdown_text("1. <b>*x*</b> &amp;")) == (
        "<p>1. &lt;b&gt;*x*&lt;/b&gt; &amp;amp;</p>\n"
    )
    assert markdown_link("a]b", "/c> <d|") == "[a\\]b](/c%3E%20%3Cd%7C)"


texts = st.text(alphabet=SIGNS, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)


def tagged(tags: list[str]):
    def wrap(inner):
        return st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.partition(' ')[0]}>",
            st.sampled_from(tags),
            st.lists(inner, max_size=3),
        )

    return wrap


MARKED = ["strong", "em", "u", "s", "sub", "code", 'a href="https://a.example/?b=c&d;"']
BLOCKS = ["ul", "ol", "li", "blockquote", "table", "tr", "td", 'td colspan="9"', "figure", "pre"]
inlines = st.recursive(texts | st.just("<br>"), tagged(MARKED), max_leaves=5)
paragraphs = tagged(["p", "p", "h2", "h4", "figcaption"])(inlines)
blocks = st.recursive(
    paragraphs | st.sampled_from(["<hr>", '<img src="/a" alt="!">']),
    tagged(BLOCKS),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.lists(blocks, max_size=5).map("".join))
@example("<ul><li><p>a</p></li></ul><ul><li><ul><li><p>-</p></li></ul></li></ul>")
def test_any_text_survives_and_none_of_it_becomes_markup(html: str) -> None:
    body = clean_html(html)

    assert squeezed(text_of(read_again(body))) == squeezed(text_of(body))
    # What clean_html takes apart on the way in is compared in the same normal form.
    assert read_again(body).count("<a ") <= body.count("<a ")


def table(*rows: str) -> str:
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


CELL, WIDE = "<td><p>a</p></td>", '<td colspan="100"><p>a</p></td>'


@pytest.mark.parametrize("size", [1, 2, 7, 60, 400])
@pytest.mark.parametrize("row", [CELL, WIDE, WIDE + CELL], ids=["cell", "wide", "both"])
def test_a_table_is_no_longer_in_markdown_and_none_of_it_is_lost(size: int, row: str) -> None:
    body = clean_html(table(row * size, *[CELL] * size, *[row * 2] * size))

    assert len(markdown_of(body)) < len(body)
    again = text_of(read_again(body)) if size < 60 else markdown_of(body)
    assert again.count("a") == body.count("<p>a")


def test_readers_take_a_table_whole_whose_rows_they_fill_up() -> None:
    body = table(*[CELL] * 250, *[CELL * 190] * 15) + "<p>b</p>"

    again = markdown_html(markdown_of(body))

    assert again.count("<tr>") == 265
    assert again.endswith("</table>\n<p>b</p>\n")


@pytest.mark.limits
@pytest.mark.parametrize("row", [CELL, WIDE, WIDE + CELL], ids=["cell", "wide", "both"])
def test_a_table_of_any_shape_is_written_within_two_seconds(row: str) -> None:
    body = table(row * 4_000, *[CELL] * 4_000, *[row] * 4_000)

    with at_most(2):
        markdown_of(body)
