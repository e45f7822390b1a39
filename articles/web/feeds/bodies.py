"""A certified text as it can be read away from this host."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from articles.faces.described import certified
from articles.models import Article
from articles.web.pictures import Pictures
from articles.web.trusted import placed

# A certified body has no `>` inside an attribute, and quotes every value.
_TAG = re.compile(r"<(?:a|img) [^>]*>")
_ADDRESS = re.compile(' (href|src)="([^"]*)"')
# What only a page of this host can say: other sizes by address, and when to fetch them.
_OF_A_PAGE = re.compile(' (?:srcset|sizes|loading|decoding)="[^"]*"')


def full_text(article: Article, url: str) -> str:
    """Return the body with absolute addresses; `url` is the article's own, which it is read at.

    Pictures that are kept here are shown from here, others are links, as on the page.
    """
    shown = placed(certified(article.body), Pictures(article.article_images.all()))
    return absolute(shown, url)


def absolute(body: str, base: str) -> str:
    """Return certified markup whose links and pictures are addresses by themselves.

    >>> absolute('<a href="#sources">said <em>"x"</em></a>', "https://news.example/a/")
    '<a href="https://news.example/a/#sources">said <em>"x"</em></a>'
    """

    def joined(match: re.Match[str]) -> str:
        address = _joined(base, unescape(match[2]))
        return f' {match[1]}="{escape(address)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(joined, _OF_A_PAGE.sub("", tag[0])), body)


def _joined(base: str, address: str) -> str:
    """Return an address as a browser on the page `base` would follow it."""
    try:
        return urljoin(base, address)
    except ValueError:  # a bracket that belongs to no host
        return address
