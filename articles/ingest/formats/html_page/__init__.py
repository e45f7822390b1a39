"""Whole pages: HTML with all that a site puts around an article; and pieces of pages.

The reading text is the page's text nodes in order, its title element included. Trafilatura says
which of them are the article (`extraction`), and its answer is laid over the blocks of the page's
own markup (`structure`, `alignment`, `body`). What the page says of the article comes from JSON-LD,
then the tags of its head, then what it shows: each value with what shows it.

A piece is elements of a body with no page around them, as clippings and editors give them. Nobody
is asked where its article is: it is read as the text of a page is, with its markup.
"""

from __future__ import annotations

import re

from articles.ingest.formats.html_page.article import find_article
from articles.ingest.formats.html_page.structure import read_structure
from articles.ingest.formats.markup_blocks import markup_blocks
from articles.ingest.formats.tagged import markup_of
from articles.ingest.records import Place, RawDocument

NAME = "html_page"
# Less sure than any header or root element.
PIECE = 0.8
HEAD_CHARS = 16 * 1024

# What may stand before a page: an XML declaration, comments, an instruction.
_PROLOG = re.compile(r"\s*(?:<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)", re.DOTALL)
_PAGE = re.compile(
    r"\s*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|(?:meta|title|link)[\s>])", re.IGNORECASE
)
# What stands in a page and in no piece of one.
_AROUND = frozenset({"html", "head", "body", "meta", "title"})


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a page, or a piece of one."""
    if _opens_page(head):
        return 1.0
    markup = markup_of(head)
    return PIECE if markup and markup.is_html else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the page with its article, or with none; refuses where the extra is not installed."""
    if _is_piece(text[:HEAD_CHARS]):
        piece = markup_blocks(text)
        return RawDocument(place, NAME, encoding, piece.text, piece.blocks, is_html=True)
    page = read_structure(text)
    found = find_article(page)
    return RawDocument(
        place,
        NAME,
        encoding,
        page.text,
        tuple(one.block for one in found.marked),
        is_html=True,
        warnings=found.warnings,
        entries=found.entries,
        marked=found.marked,
        source=found.source,
        domain=found.domain,
        title=None,
    )


def _opens_page(head: str) -> bool:
    at = 0
    for _ in range(32):
        prolog = _PROLOG.match(head, at)
        if prolog is None:
            break
        at = prolog.end()
    return _PAGE.match(head, at) is not None


def _is_piece(head: str) -> bool:
    markup = None if _opens_page(head) else markup_of(head)
    return markup is not None and markup.is_html and markup.own.isdisjoint(_AROUND)
