"""What would stall a parser is refused before one sees it, and nothing takes quadratic time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.text.html import MAX_NESTING, Reason, clean_html, text_of
from articles.text.html.nesting import flood_in
from articles.text.html.rules import MAX_ATTRIBUTES
from tests.limits import takes_at_most_thrice

MANY = MAX_NESTING + 1
# Markup of this many tags is read token by token, however shallow.
PADDING = "<p>x</p>" * MANY

SHALLOW = [
    ("closed", "<div><b>a</b></div>"),
    ("paragraphs-left-open", "<p>a"),
    ("items-left-open", "<ul><li>a<li>b</ul>"),
    ("terms-left-open", "<dl><dt>a<dd>b</dl>"),
    ("cells-left-open", "<table><thead><tr><th>a<tbody><tr><td>b<td>c<tr><td>d</table>"),
    ("paragraph-in-item", "<ul><li><p>a</ul>"),
    ("void", "<br><img src=x><hr>"),
    ("comment", "<!-- <div> --><!--><!---><!x <div x><?php <div x?></ x>"),
    ("value", "<img alt='<div>' title=\"<div>\" src=<div>"[:-1] + "x>"),
    ("script", "<script>'<div>' <!-- </scrip </script >"),
    ("style", "<style><div></style><textarea><div></textarea>"),
    ("drawing", "<svg viewBox='0 0 1 1'><title>a</title><g><path d='x'/><path></g></svg>"),
    ("not-a-tag", "< <3 <> </>"),
    ("end-of-nothing", "</div></b></ul></p>"),
]


@pytest.mark.parametrize("unit", [u for _, u in SHALLOW], ids=[name for name, _ in SHALLOW])
def test_shallow_markup_passes_however_much_of_it_there_is(unit):
    assert flood_in(PADDING + unit * MANY) is None


DEEP = [
    ("open", "<div>"),
    ("unknown", "<foo>"),
    ("formatting", "<b id=x>"),
    ("formatting-inside-closed-blocks", "<p><b></p>"),
    ("end-tag-of-another", "<div></b>"),
    ("end-tag-out-of-reach", "<div><table><tr><td></div></table>"),
    ("end-tag-in-a-value", "<div title='</div>'>"),
    ("end-tag-in-a-comment", "<div><!-- </div> -->"),
    ("end-tag-in-a-script", "<div><script></div></script>"),
    ("end-tag-in-a-script-in-a-script", "<div><script><!--<script></script></div>--></script>"),
    ("end-tag-in-a-drawing", "<div><svg></div></svg>"),
    ("beginning-in-a-style-in-a-drawing", "<svg><style><div></style></svg>"),
    ("end-tag-in-character-data", "<div><svg><![CDATA[></div>]]></svg>"),
    ("end-tag-of-a-shape-outside", "<path><path><svg></path></svg>"),
    ("item-in-term", "<dd><li>" * 8),
    ("after-an-ideographic-space", "<a\u3000/><div>"),
]


@pytest.mark.parametrize("unit", [u for _, u in DEEP], ids=[name for name, _ in DEEP])
def test_no_trick_hides_how_deep_markup_is(unit):
    assert flood_in(unit * MANY) is Reason.TOO_DEEP


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div title='" + "<div>" * MANY, id="value"),
        pytest.param("<!-- " + "<div>" * MANY, id="comment"),
        pytest.param("<div" + " <div" * MAX_ATTRIBUTES, id="tag"),
        pytest.param("<script>" + "<div>" * MANY, id="script"),
    ],
)
def test_nothing_counts_after_what_never_ends(html):
    assert flood_in(PADDING + html) is None


def test_a_tag_has_a_limit_of_attributes():
    html = f"<p {' '.join(f'a{n}' for n in range(MAX_ATTRIBUTES + 1))}>x</p>"

    assert flood_in(PADDING + html) is Reason.TOO_MANY_ATTRIBUTES
    assert flood_in(html) is None


def test_long_markup_of_few_tags_is_read_at_once():
    assert flood_in("<p title='a'>" + "b" * 20_000 + "</p><!-- c --> < d") is None


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


UNITS = """< & &a &x; &# &copy= &nbsp; </ <! <? <!-- <a <a/b= <div> <b> <p> <li> <svg> <br> <hr>
    <div></div> <b>a</b> <i><b>x</b></i> <ul><li> <table><tr><td> <b><p> <figure><img/src=x> <pre>
    <script> <math><mi> <![CDATA[ <p/x=" <p/x='a <select><option> <svg><path></svg> // \" '
    <a/href="//x/y">z</a> <ul><ul></ul></ul> <li><ul></ul></li> <b></b></p> <a/href=x>"""

SHAPES: dict[str, Callable[[int], str]] = {unit: repeated(unit) for unit in UNITS.split()}
SHAPES |= {
    "attributes": lambda size: "<p " + " ".join(f"a{n}" for n in range(size // 7)) + ">",
    "many tags of attributes": lambda size: ("<p" + " abc" * 100 + ">") * (size // 400),
    "formatting": lambda size: "".join(f"<p><b a={n}></p>" for n in range(size // 16)),
    "ends under many beginnings": lambda size: "<div>" * 200 + "</b>" * (size // 4),
    "paragraphs under many marks": lambda size: "<b>" * 200 + "<p>a</p>" * (size // 8),
    "one address": lambda size: f'<a href="{"a" * size}">x</a>',
    "ampersands in an address": lambda size: f'<a href="{"&copy=" * (size // 6)}">x</a>',
    "references in an address": lambda size: f'<a href="{"&amp;amp" * (size // 8)}">x</a>',
    "one host": lambda size: f'<a href="https://{"é." * (size // 2)}">x</a>',
    "controls": repeated("\x01"),
    "spaces": repeated(" \n"),
    "combining marks": repeated("\u0301\u0316"),
}


@pytest.mark.limits
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_markup_takes_less_than_three_times_as_long(shape):
    takes_at_most_thrice(lambda html: text_of(clean_html(html)), shape(131_072), shape(262_144))
