"""What markup a body may carry, and the one function that makes it so.

How it is made, in the order a body passes through:

    rules        the table: tags, attributes, schemes, nesting, the editor's extensions
    nesting      floods that would stall a parser, found before any parser runs
    clean        clean_html: nh3, then the normal form, then the proof
    normal       the one way to write a body, which is the rich-text editor's own
    proof        every tag, attribute, address and nesting of the result against the table
    second       bleach, for what could not be proved
    plain        between bodies and plain lines
"""

from __future__ import annotations

from articles.text.html.clean import CleanHTML, clean_html
from articles.text.html.plain import plain_to_html, text_of
from articles.text.html.proof import is_certified
from articles.text.html.rules import (
    DROPPED_WITH_CONTENT,
    EDITOR_EXTENSIONS,
    MAX_HTML_CHARS,
    MAX_NESTING,
    RULES_VERSION,
)
from articles.text.html.unclean import Reason, Unclean
from articles.text.html.urls import safe_url

__all__ = [
    "DROPPED_WITH_CONTENT",
    "EDITOR_EXTENSIONS",
    "MAX_HTML_CHARS",
    "MAX_NESTING",
    "RULES_VERSION",
    "CleanHTML",
    "Reason",
    "Unclean",
    "clean_html",
    "is_certified",
    "plain_to_html",
    "safe_url",
    "text_of",
]
