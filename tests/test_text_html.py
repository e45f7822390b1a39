"""What clean_html makes of what it is given, and what holds for all it makes."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.html import (
    MAX_HTML_CHARS,
    MAX_NESTING,
    CleanHTML,
    Reason,
    Unclean,
    clean_html,
    is_certified,
    plain_to_html,
    text_of,
)

PAYLOADS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<img src=x:alert(1) onerror=eval(src)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
    "<math><annotation-xml encoding='text/html'><p onclick=alert(1)>x</annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></title>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<template><script>alert(1)</script></template>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a><a href='data:text/html,<script>alert(1)</script>'>y</a>",
    "<a href='//host.example/'>x</a><a href='/\\host.example'>y</a>",
    "<a href='\\\\host.example'>x</a>",
    "<a href='https://good.example@evil.example/'>x</a>",
    "<a href='https://a.example/\"onmouseover=\"alert(1)'>x</a>",
    "<a href=x><a href=y>nested</a></a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<p style='background:url(javascript:alert(1))' class=x id=cookie name=body>x</p>",
    "<table background='javascript:alert(1)'><tr><td background='x'>x</table>",
    "<base href='//evil.example/'><link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
    "<object data=x><embed src=x></object><applet code=x>y</applet>",
    "<!--><img src=x onerror=alert(1)>--><![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]><p>&y;</p>",
    "a\rb&#13;c\r\nd<pre>e\rf&#13;g</pre>",
    "\x00\x01a\ufffeb\ud800c\ufdd0d\U0001ffff&#1;&#xfffe;&#0;\x85\x9b",
    "<p>" + "\u202e" + "abc" + "\u200b" + "</p>",
    "<table><p>x<table><p>y<td><table>z",
    "<b><p>a</b>b<i></p>c</i><div><b>d</div>e",
    "<ul><li><ol><ul>x</ol><li>y<table><li>z",
    "<figure><figcaption>a<img src=x>b</figcaption><img src=y>c</figure>",
    "<pre><pre>a</pre><h1>b<ul>c</pre>d",
    "&" * 600 + "&lt;b&gt;&copy;&copy=&#65;&#x;" + "<a href='?a=1&copy=2&b=3'>x</a>",
]


@pytest.mark.parametrize("dirty", PAYLOADS, ids=range(len(PAYLOADS)))
def test_what_comes_out_is_certified_and_does_not_change_again(dirty):
    body = clean_html(dirty)

    assert is_certified(body)
    assert clean_html(str(body)) == body


FRAGMENTS = st.sampled_from(
    """<p> </p> <b> </b> <i> </i> <a\thref=x> <a\thref="y"> </a> <div> </div> <ul> <ol\tstart=3>
    </ul> <li> </li> <table> <caption> <tr> <td> <th\tcolspan=2> </td> </table> <figure>
    <figcaption> </figcaption> </figure> <img\tsrc=x> <br> <hr> <pre> </pre> <code> </code> <h1>
    </h1> <h6> <blockquote> </blockquote> <svg> </svg> <math> <mtext> <style> </style> <script>
    </script> <template> </template> <noscript> </noscript> <title> <textarea> <select> <option>
    <form> <button> <object> <font\tcolor=x> <nobr> <sub> <sup> <u> <s> <!-- --> <![CDATA[ ]]>
    &nbsp; &amp; &lt; &#13; &#0; & < > " ' a bc \u3000 \x0c \r""".split(" ")
)


@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=25).map("".join))
@settings(max_examples=400)
def test_cleaning_what_is_clean_changes_nothing(html):
    body = clean_html(html)

    assert is_certified(body)
    assert clean_html(str(body)) == body


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param("<p onclick='x()' class=y>a</p>", "<p>a</p>", id="attributes"),
        pytest.param("<p>a</p><script>b</script>", "<p>a</p>", id="script-with-its-text"),
        pytest.param("<style>b</style><noscript>c</noscript>a", "<p>a</p>", id="style-noscript"),
        pytest.param("<font color=red>a</font>", "<p>a</p>", id="unknown-tag-keeps-its-text"),
        pytest.param(
            '<a href="/x" target=_blank rel=me>a</a>', '<p><a href="/x">a</a></p>', id="link"
        ),
        pytest.param(
            '<a title=" b\n c " href="#x">a</a><a href="#y" title=" ">d</a>',
            '<p><a href="#x" title="b c">a</a><a href="#y">d</a></p>',
            id="link-title",
        ),
        pytest.param('<a title="t">a</a>', "<p>a</p>", id="link-without-address"),
        pytest.param('<img alt="a">', "", id="picture-without-address"),
        pytest.param('<img src="#a">', "", id="picture-at-a-fragment"),
        pytest.param('<img src="data:image/png;base64,AA">', "", id="picture-in-its-address"),
        pytest.param(
            '<img width="007" height="12.5px" alt=" a\n b " src="/x.png" srcset="y 2x">',
            '<img src="/x.png" alt="a b" width="7" height="12">',
            id="picture-attributes-in-one-order",
        ),
        pytest.param(
            '<img src="//a.example/b c.png" width="100%">',
            '<img src="https://a.example/b%20c.png">',
            id="address-without-scheme",
        ),
        pytest.param("a < b &amp; c &copy; &quot;", '<p>a &lt; b &amp; c © "</p>', id="entities"),
        pytest.param("a\x00\x01\ufffe\ud800b\U0001f600", "<p>ab\U0001f600</p>", id="no-text"),
        pytest.param("&" * 600, f"<p>{'&amp;' * 600}</p>", id="flood-of-ampersands"),
        pytest.param(
            "&" * 600 + "&amp;lt;&copy;&#65;&copy=&x",
            f"<p>{'&amp;' * 600}&amp;lt;©A&amp;copy=&amp;x</p>",
            id="references-in-a-flood",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_keeps_what_the_table_allows_and_drops_the_rest(html, kept):
    assert clean_html(html) == kept


def test_a_clean_body_is_returned_as_it_is():
    body = clean_html("<p>a</p>")

    assert clean_html(body) is body


def test_a_clean_body_survives_pickling():
    body = clean_html("<p>a</p>")

    assert type(pickle.loads(pickle.dumps(body))) is CleanHTML  # noqa: S301


def test_nobody_can_make_a_clean_body_of_anything_else():
    with pytest.raises(Unclean, match="unproven"):
        CleanHTML("<p onclick=x>a</p>")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param("a" * (MAX_HTML_CHARS + 1), Reason.TOO_LARGE, id="long"),
        pytest.param("&" * (MAX_HTML_CHARS // 4), Reason.TOO_LARGE, id="long-once-escaped"),
        pytest.param("<div>" * (MAX_NESTING + 1), Reason.TOO_DEEP, id="deep"),
        pytest.param("<ul>" * MAX_NESTING + "a", Reason.UNPROVEN, id="deep-once-items-are-added"),
    ],
)
def test_refuses_what_no_parser_should_see(html, reason):
    with pytest.raises(Unclean) as refusal:
        clean_html(html)

    assert refusal.value.reason is reason


def test_visible_text_has_a_line_for_each_block_and_none_is_empty():
    body = clean_html(
        "<h1>Title</h1><p>one<br>two &amp; <b>three</b></p><ul><li>four</ul>"
        "<table><tr><td>five<td></table><pre>six\n\n  seven</pre><img src=x>"
        "<figure><img src=y><figcaption>eight</figcaption></figure><blockquote>nine</blockquote>"
    )

    assert text_of(body).split("\n") == (
        "Title|one|two & three|four|five|six|seven|eight|nine".split("|")
    )


def test_visible_text_without_entities_is_the_text():
    assert text_of(clean_html("<p>a</p>")) == "a"


def test_plain_lines_become_paragraphs_and_come_back():
    text = "first <b>\n\n  second & third\r\n"

    assert plain_to_html(text) == "<p>first &lt;b&gt;</p><p>second &amp; third</p>"
    assert text_of(plain_to_html(text)) == "first <b>\nsecond & third"
