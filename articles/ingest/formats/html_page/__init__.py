"""Whole pages: HTML with all that a site puts around an article.

The reading text is the page's text nodes in order, its title element included. Trafilatura says
which of them are the article (`extraction`), and its answer is laid over the blocks of the page's
own markup (`structure`, `alignment`, `body`). What the page says of the article comes from JSON-LD,
then the tags of its head, then what it shows: each value with what shows it.
"""

from __future__ import annotations

import re

from articles.ingest.formats.html_page.article import find_article
from articles.ingest.formats.html_page.structure import read_structure
from articles.ingest.records import Place, RawDocument

NAME = "html_page"

# What may stand before a page: an XML declaration, comments, an instruction.
_PROLOG = re.compile(r"\s*(?:<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)", re.DOTALL)
_PAGE = re.compile(
    r"\s*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|(?:meta|title|link)[\s>])", re.IGNORECASE
)


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a page: it opens as one, or not."""
    at = 0
    for _ in range(32):
        prolog = _PROLOG.match(head, at)
        if prolog is None:
            break
        at = prolog.end()
    return 1.0 if _PAGE.match(head, at) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the page with its article, or with none; refuses where the extra is not installed."""
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
