"""Pieces of pages are read as HTML; texts that speak of tags, and XML of other kinds, are not."""

from __future__ import annotations

import sys

import pytest

from articles.ingest import formats
from articles.ingest.formats.html_page import extraction
from articles.ingest.formats.tagged import markup_of
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, PartKind, Place
from articles.ingest.refusals import Refused
from tests.limits import at_most

PLACE = Place("", "a.html")
FIRST = "渡口的老钟又走了，镇上的人都跑出来看，说是有二十年没听见它响。"
SECOND = "修钟的人姓陈，今年七十二岁，他说只换了一根弦，别的什么也没动。"
BELL = "The bell on the pier rang nine times in the fog, and nobody on the quay knew why."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"


def reading(text: str) -> DocumentReading:
    data = text.encode()
    return read(Found(PLACE, data, len(data), ""), Known())


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        formats.read(text.encode(), PLACE)
    return refused.value.reason.value, refused.value.detail


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="paragraphs"),
        pytest.param(f"\n<!-- post --><div class=post>{TEXT}</div>", id="an-element-around-all"),
        pytest.param(f"渡口的钟\n{TEXT}", id="words-first"),
        pytest.param(f"<p>{FIRST}\n<p>{SECOND}\n<p>{BELL}", id="nothing-closed"),
        pytest.param(f"{FIRST}<br>\n{SECOND}<br /><br />{BELL}", id="line-breaks"),
        pytest.param(f"<b>钟</b>。<br>{FIRST}<br>{SECOND}<br>", id="a-line-in-bold"),
        pytest.param(f"<span>{FIRST}</span>", id="a-line"),
        pytest.param('<img src="https://p.example/bell.png">', id="a-picture"),
        pytest.param(f"<p>{FIRST}</p>&nbsp;<p>{SECOND}</p>", id="spaces-between"),
        pytest.param(f"<story-body>{TEXT}</story-body>", id="an-element-of-the-site-s-own"),
        pytest.param(f"<o:p></o:p>{TEXT}", id="an-element-of-a-word-processor"),
        pytest.param(f"<st>1</st>{TEXT}", id="an-unknown-element-first"),
        pytest.param(
            f"{TEXT}<svg><g><path/><path/><path/><path/></g></svg><p>{BELL}</p>", id="a-drawing"
        ),
        pytest.param(f'<div xmlns="http://www.w3.org/1999/xhtml">{TEXT}</div>', id="xhtml"),
        pytest.param("<div>" + TEXT * 400, id="longer-than-what-is-looked-at"),
    ],
)
def test_a_piece_of_a_page_is_read_with_its_markup(text):
    document = reading(text)

    assert document.format == "html_page"
    assert "&lt;" not in document.articles[0].body_html
    assert "<" not in document.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"<3 is how she signs. {BELL}", id="a-heart"),
        pytest.param(f"<p> opens a paragraph, </p> ends it.\n{BELL}\n{BELL}", id="tags-named"),
        pytest.param(f"<table> comes first. {BELL} And </table> is last.", id="far-apart"),
        pytest.param(f"<p> is one.\n{BELL}\n{BELL} And <p> once more.", id="a-tag-twice"),
        pytest.param(f"<div><p>Hello</p></div>\n\n{BELL}\n{BELL}", id="a-listing-first"),
        pytest.param(f"A listing\n<ul>\n<li>1</li>\n</ul>\n{BELL}", id="a-listing-inside"),
        pytest.param(f"{BELL}<br>{BELL}", id="a-break-left-over"),
        pytest.param("先用<br>换行，再用<br>分段，又用<br>留空。" + FIRST, id="breaks-named"),
        pytest.param(f"<快讯>{FIRST}", id="a-title-in-brackets"),
        pytest.param("<Ada> Fog again.\n<Tom> Nine bells.", id="a-talk"),
        pytest.param(f"<em>Nine</em> it was. {BELL}", id="one-word-in-italics"),
        pytest.param(f"1 < 2, and {BELL}", id="a-sign"),
        pytest.param(f"1 > 2? {BELL}", id="another-sign"),
        pytest.param("</p></p></p> words", id="ends-of-nothing"),
    ],
)
def test_a_text_that_speaks_of_tags_stays_a_text(text):
    raw = formats.read(text.encode(), PLACE)

    assert (raw.format, raw.text) == ("page_text", text)


def test_a_piece_needs_no_extra_and_a_page_whose_opening_was_lost_does(monkeypatch):
    extraction._extractor.cache_clear()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    try:
        assert reading(TEXT).articles[0].body_html == TEXT
        assert refusal(f"<div><head><title>x</title></head>{TEXT}</div>")[0] == "missing_extra"
    finally:
        extraction._extractor.cache_clear()


def test_a_piece_says_its_title_day_and_writer_as_a_page_s_text_does():
    lines = "<h2>Fog on the pier</h2><p>By Ada Fenwick</p><p>4 March 2024</p>"
    (article,) = reading(
        f"<h1>A heron rings</h1>{lines}<p>{BELL}</p><ul><li>Nine</li></ul>"
    ).articles

    assert (article.title, article.authors) == ("A heron rings", ("Ada Fenwick",))
    assert str(article.originally_published) == "2024-03-04"
    assert article.body_html == f"<p>{BELL}</p><ul><li><p>Nine</p></li></ul>"


def test_a_heading_under_a_piece_s_first_is_no_line_of_its_title():
    (article,) = reading(f"<h2>老钟又走了</h2><h3>渡口来信</h3>{TEXT}").articles

    assert article.title == "老钟又走了"


def test_a_text_that_begins_far_down_is_read():
    assert formats.read(f"{' ' * 20_000}{BELL}".encode(), PLACE).format == "page_text"


def test_every_character_of_a_piece_is_kept():
    text = f"<h1>老钟</h1><p>2024-03-04 来源：渡口晚报</p>{TEXT}<p>责任编辑：闻小渡</p>"
    document = reading(text)

    assert {part.kind for part in document.parts} >= {PartKind.TITLE, PartKind.METADATA}
    shown = "".join(document.text[part.start : part.end] for part in document.parts)
    assert "".join(shown.split()) == "".join(document.text.split())


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        pytest.param('<opml version="2.0"><body><outline text="a"/></body></opml>', "opml", id="o"),
        pytest.param("<opml><head><title>x</title></head><body><outline te", "opml", id="cut-off"),
        pytest.param(f"<newsML><p>{BELL}</p></newsML>", "newsML", id="elements-of-html-inside"),
        pytest.param('<svg xmlns="http://www.w3.org/2000/svg"><a>a</a></svg>', "svg", id="svg"),
        pytest.param("<a:Body xmlns:a='urn:a'><a:x>b</a:x></a:Body>", "a:Body", id="a-prefix"),
        pytest.param(
            '<article xmlns="http://docbook.example/ns"><p>a</p></article>', "article", id="named"
        ),
        pytest.param(
            f"<article><sec><para>{BELL}</para></sec></article>", "article", id="mostly-unknown"
        ),
        pytest.param("<?xml version='1.0'?><!DOCTYPE nitf><nitf/>", "nitf", id="declared"),
        pytest.param("<?xml version='1.0'?>", "", id="nothing-but-declared"),
    ],
)
def test_xml_of_another_kind_is_refused_by_its_name(text, seems):
    assert refusal(text) == ("unknown_format", f"XML: {seems}" if seems else "XML")


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        pytest.param(r"{\rtf1\ansi The bell rang.}", "RTF", id="rtf"),
        pytest.param("%PDF-1.4\n1 0 obj", "PDF", id="pdf"),
        pytest.param("%!PS-Adobe-3.0\n", "PostScript", id="postscript"),
        pytest.param("% A note\n\n\\documentclass{article}\n", "TeX", id="tex"),
        pytest.param("From: Ada\nSubject: Fog\n bells\nMIME-Version: 1.0\n\nx", "MIME", id="mail"),
        pytest.param("BEGIN:VCARD\nFN:Ada\n", "vCard", id="vcard"),
        pytest.param("BEGIN:VCALENDAR\n", "iCalendar", id="calendar"),
        pytest.param("-- A dump\nINSERT INTO `posts` VALUES (1,'<p>a</p>');", "SQL", id="sql"),
        pytest.param("DROP TABLE IF EXISTS `posts`;\n", "SQL", id="sql-table"),
        pytest.param("WEBVTT\n\n00:01.000 --> 00:02.000\na", "WebVTT", id="captions"),
        pytest.param("<?php echo 1; ?>", "PHP", id="php"),
        pytest.param("#!/bin/sh\necho", "script", id="script"),
    ],
)
def test_a_file_of_another_program_is_refused_by_what_it_seems_to_be(text, seems):
    assert refusal(text) == ("unknown_format", seems)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Insert into the slot a coin of brass.", id="a-verb"),
        pytest.param("Create table runners (of linen) for a feast.", id="a-table"),
        pytest.param("From: Ada\nTo: the harbour office\n\nThe fog has gone.", id="a-letter"),
        pytest.param("#! is called a shebang.", id="a-name"),
        pytest.param("{x} marks the pier.", id="a-bracket"),
    ],
)
def test_prose_that_begins_like_a_file_of_another_program_is_read(text):
    assert formats.read(text.encode(), PLACE).format == "page_text"


@pytest.mark.limits
@pytest.mark.parametrize(
    "flood", ["<p>", "<br>", "a<br>\n", "<b ", "<", "x\n<p>", "a: b\n", "<!--", "% \n", "\\", "\n"]
)
def test_a_flood_of_signs_is_looked_at_at_once(flood):
    with at_most(5):
        for _ in range(10):
            markup_of(flood * 16_384)
            formats.html_page.looks_like(flood * 16_384)
