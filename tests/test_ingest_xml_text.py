from __future__ import annotations

import subprocess
import sys

import pytest

from articles.ingest import formats
from articles.ingest.formats.exports.xml_names import MOST_PREFIXES
from articles.ingest.formats.exports.xml_reading import XmlReading
from articles.ingest.formats.exports.xml_text import MAX_ENTRIES, MAX_TAGS, xml_text
from articles.ingest.records import PartKind, Place
from articles.ingest.refusals import Refused
from tests.limits import allowed, takes_at_most_thrice

ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
BOMB = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><rss>&c;</rss>'
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'


def element(text, *names):
    """Return the first element of a text with one of these names."""
    return next(one for one in xml_text(text).root.walk() if one.name in names)


def names(text):
    return [one.name for one in xml_text(text).root.walk()]


def lines_of_warnings(text):
    return [(one.code, one.line) for one in xml_text(text).warnings]


# What an element says


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("<a>b &amp; c</a>", "b & c", id="an-escape"),
        pytest.param("<a>&#21271;&nbsp;</a>", "北\xa0", id="references"),
        pytest.param("<a><![CDATA[<b>&amp;]]></a>", "<b>&amp;", id="a-section-is-as-it-stands"),
        pytest.param(
            "<a>1 <![CDATA[2]]> 3<!-- 4 --><?x 5?></a>", "1 2 3", id="comments-are-silent"
        ),
        pytest.param("<a><![CDATA[x]]]]><![CDATA[>y]]></a>", "x]]>y", id="a-section-cut-in-two"),
        pytest.param("<a>&unknown; &lol1;</a>", "&unknown; &lol1;", id="nobody-s-entity"),
        pytest.param("<a>b<c>d</c>e</a>", "be", id="not-what-its-children-say"),
        pytest.param("<a><!-- x --><c>d</c><![CDATA[e]]></a>", "e", id="marks-and-children"),
        pytest.param("<a>1 < 2 <3</a>", "1 < 2 <3", id="no-tag"),
        pytest.param("<a/>", "", id="nothing"),
    ],
)
def test_an_element_says_its_words_with_escapes_resolved(text, value):
    assert xml_text(text).value(element(text, "a")) == value


def test_a_section_wrapped_around_another_ends_with_its_element():
    text = "<a><![CDATA[one <![CDATA[ two ]]> three]]></a><b>four</b>"

    assert xml_text(text).value(element(text, "a")) == "one <![CDATA[ two ]]> three"
    assert xml_text(text).value(element(text, "b")) == "four"
    assert lines_of_warnings(text) == [("malformed_xml", 1)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<![CDATA[<![CDATA[ ]]></a>", id="outside-any-element"),
        pytest.param("<a><![CDATA[x <![CDATA[ y ]]> z</a>", id="ended-once"),
        pytest.param("<a>" + "<![CDATA[<![CDATA[x]]>" * 20 + "</a>", id="again-and-again"),
    ],
)
def test_sections_that_never_were_are_mended_at_little_cost(text):
    assert [code for code, _ in lines_of_warnings(text)] == ["malformed_xml"]


def test_children_that_are_html_are_given_as_html():
    text = "<a><x:p>b <![CDATA[1 < 2]]><x:br/></x:p><!-- c --></a>"

    assert xml_text(text).markup(element(text, "a")) == "<p>b 1 &lt; 2<br/></p>"


# Names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"<feed {ATOM}/>", ["atom:feed"], id="default"),
        pytest.param(
            '<z:feed xmlns:z="http://www.w3.org/2005/Atom"/>', ["atom:feed"], id="another-prefix"
        ),
        pytest.param("<dc:creator/>", ["dc:creator"], id="nobody-declared-it"),
        pytest.param(
            '<wp:author xmlns:wp="https://wordpress.org/export/1.2/"/>', ["wp:author"], id="wp"
        ),
        pytest.param(
            '<e:encoded xmlns:e="http://wordpress.org/export/1.0/excerpt/"/>',
            ["excerpt:encoded"],
            id="excerpts",
        ),
        pytest.param('<wp:a xmlns:wp="http://x.example/"/>', ["{x.example}:a"], id="no-namesake"),
        pytest.param(f'<a {ATOM}><b xmlns=""/><c/></a>', ["atom:a", "b", "atom:c"], id="inside"),
        pytest.param("<RSS><Item/></RSS>", ["rss", "item"], id="capitals"),
    ],
)
def test_an_element_has_its_usual_name_whatever_a_file_calls_it(text, found):
    assert names(text) == found


def test_a_flood_of_declarations_is_passed_over():
    flood = " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(MOST_PREFIXES + 1))

    assert names(f"<p1:a {flood}/>") == ["p1:a"]


def test_what_only_looks_like_a_declaration_declares_nothing():
    assert names('<a data-xmlns="http://www.w3.org/2005/Atom"/>') == ["a"]


# What is malformed


@pytest.mark.parametrize(
    ("text", "found", "line"),
    [
        pytest.param("<a>\n<b></a>", ["a", "b"], 2, id="never-closed"),
        pytest.param("<a></b></a>", ["a"], 1, id="never-opened"),
        pytest.param("<a>\n\n<b>", ["a", "b"], 3, id="cut-off"),
        pytest.param("<a><!-- b", ["a"], 1, id="half-a-comment"),
        pytest.param("<a><![CDATA[ b", ["a"], 1, id="half-a-section"),
        pytest.param("<a><!b></a>", ["a"], 1, id="no-declaration"),
        pytest.param("<r><item><b></item></r>", ["r", "item", "b"], 1, id="closed-from-outside"),
        pytest.param("<r><item><item></item></r>", ["r", "item", "item"], 1, id="an-open-item"),
    ],
)
def test_what_is_malformed_is_mended_and_said(text, found, line):
    assert names(text) == found
    assert lines_of_warnings(text) == [("malformed_xml", line)]


def test_an_entry_that_begins_in_another_ends_it():
    xml = xml_text("<r><item><t>1</t><item><t>2</t></item></r>")

    assert [[xml.value(t) for t in item.children] for item in xml.root.children[0].children] == [
        ["1"],
        ["2"],
    ]


def test_what_the_text_ends_in_is_marked_as_cut():
    text = "<a><b></b><c>words"

    assert element(text, "c").is_cut
    assert not element(text, "b").is_cut


def test_a_well_formed_text_gives_no_warning():
    text = f'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//x" "http://x.example/"><r {ATOM}/>'

    assert lines_of_warnings(text) == []


# What is refused


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param(BOMB, "unsafe_xml", 1, id="billion-laughs"),
        pytest.param(XXE, "unsafe_xml", 1, id="a-file-of-the-server"),
        pytest.param('<rss>\n<!ENTITY a "b"></rss>', "unsafe_xml", 2, id="an-entity-in-the-text"),
        pytest.param("<rss>" + "\n<a>" * 600, "too_deep", 512, id="deep"),
        pytest.param("<rss>" + "<a/>" * MAX_TAGS, "too_many_entries", 1, id="tags"),
        pytest.param("<item/>" * (MAX_ENTRIES + 1), "too_many_entries", 1, id="entries"),
    ],
)
def test_what_no_export_holds_is_refused_with_its_line(text, reason, line):
    with pytest.raises(Refused, match=reason) as refused:
        xml_text(text)
    assert refused.value.line == line


@pytest.mark.parametrize("text", [BOMB, XXE], ids=["billion-laughs", "a-file-of-the-server"])
def test_a_feed_that_declares_entities_is_refused_as_unsafe(text):
    with pytest.raises(Refused, match="unsafe_xml"):
        formats.read(text.encode(), Place("", "a"))


# The reading text


def test_values_stand_in_the_reading_text_and_the_rest_is_syntax():
    xml = xml_text("<r>\n <a><![CDATA[b &]]></a> <c>d &amp; e</c>\n <f/><g/>\n</r>")
    reading = XmlReading(xml)
    a, c, f, g = xml.root.children[0].children

    reading.value(a, PartKind.TITLE, article=0)
    reading.body(c, xml.value(c), 0)
    reading.whole([f, g])
    reading.leave(len(xml.source))

    assert [
        (one.kind.value, one.reason, one.block.line, reading.text[one.block.start : one.block.end])
        for one in reading.marked
    ] == [
        ("left_out", "syntax", 1, "<r>\n <a><![CDATA["),
        ("title", None, 2, "b &"),
        ("left_out", "syntax", 2, "]]></a> <c>"),
        ("body", None, 2, "d & e"),
        ("left_out", "syntax", 2, "</c>"),
        ("left_out", "export_data", 3, "<f/><g/>"),
        ("left_out", "syntax", 4, "</r>"),
    ]


def test_a_section_with_words_around_it_is_one_value():
    xml = xml_text("<a> x <![CDATA[y]]> z </a>")
    reading = XmlReading(xml)

    reading.value(xml.root.children[0], PartKind.TITLE)
    reading.leave(len(xml.source))

    assert reading.text == "<a> x y z </a>"


def test_evidence_is_the_element_as_it_stands():
    xml = xml_text("<r>\n<a>\n  b</a></r>")

    said = XmlReading(xml).said(xml.root.children[0].children[0], "export_field", "b")

    assert said.evidence.line == 2
    assert said.evidence.text == "<a> b</a>"


# Limits

FLOODS = {
    "tags": "<b/>",
    "open": "<b>",
    "ends": "</b>",
    "signs": "<",
    "quotes": '<a b="',
    "comments": "<!--",
    "sections": "<![CDATA[a]]>",
    "nested-sections": "<![CDATA[<![CDATA[a]]>",
    "references": "&amp;",
    "words": "a",
    "items": "<item><description>a</description></item>",
    "categories": "<category>a</category>",
    "lines": "\n",
    "namespaces": '<a xmlns:b="c"/>',
}
SHAPES = {
    "feed": "<rss><channel><item><description>{}</description></item></channel></rss>",
    "entry": "<rss><channel><item><title>t</title>{}</item></channel></rss>",
    "export": '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>t</title>'
    "<content:encoded><![CDATA[{}]]></content:encoded></item></channel></rss>",
}


@pytest.mark.limits
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("flood", FLOODS)
def test_time_grows_with_an_export_and_no_faster(shape, flood):
    small, large = (
        SHAPES[shape].format(FLOODS[flood] * (size // len(FLOODS[flood])))
        for size in (256 * 1024, 512 * 1024)
    )

    takes_at_most_thrice(lambda text: formats.read(text.encode(), Place("", "a")), small, large)


READ = """
import sys, time
from articles.ingest import formats
from articles.ingest.records import Place
from articles.ingest.refusals import Refused
head, piece, tail = sys.argv[1:4]
data = (head + piece * int(sys.argv[4]) + tail).encode()
start = time.process_time()
try:
    formats.read(data, Place("", "a"))
except Refused as refused:
    print(refused.reason.value)
peak = next(x for x in open("/proc/self/status") if x.startswith("VmHWM"))
print(time.process_time() - start, peak.split()[1])
"""


@pytest.mark.limits
@pytest.mark.parametrize(
    ("piece", "times"),
    [
        pytest.param(
            "<item><title>a</title><description>b</description></item>", 100_000, id="items"
        ),
        pytest.param("<item><title>a</title><description>b</description></item>", 9_000, id="feed"),
        pytest.param("<a>", 200_000, id="deep"),
        pytest.param("<item><description>a b </description></item>", 7_900, id="short-items"),
        pytest.param("&amp;", 600_000, id="one-line"),
        pytest.param('<dc:creator x="y">a</dc:creator>', 100_000, id="authors"),
    ],
)
def test_a_flood_is_read_or_refused_in_two_seconds_and_300_megabytes(piece, times):
    command = [sys.executable, "-c", READ, "<rss><channel>", piece, "</channel></rss>", str(times)]

    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)

    spent, peak = said.stdout.split()[-2:]
    assert float(spent) < allowed(2)
    assert int(peak) * (1 if sys.platform == "darwin" else 1024) < 300 * 2**20
