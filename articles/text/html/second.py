"""The second opinion: what could not be proved clean goes through bleach until it can be.

bleach is no longer maintained and costs some thirty times what nh3 does, so nothing comes here
but what the first pass left uncertain, and never more than it can read in a moment.
"""

from __future__ import annotations

from functools import cache

import bleach

from articles.text.html.normal import normal_form
from articles.text.html.proof import is_certified
from articles.text.html.rules import ATTRIBUTES, LINK_SCHEMES, TAGS
from articles.text.html.unclean import Reason, Unclean

# Seconds of bleach at most; and every input tried was stable after two rounds.
MAX_DOUBTFUL_CHARS = 200_000
ROUNDS = 4


def settled(html: str) -> str:
    """Return certified markup in its normal form, or raise `Unclean`."""
    before, rounds = "", 0
    while not is_certified(html):
        if html == before or rounds == ROUNDS or len(html) > MAX_DOUBTFUL_CHARS:
            raise Unclean(Reason.UNPROVEN)
        before, html = html, normal_form(_cleaner().clean(html))
        rounds += 1
    return html


@cache
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=TAGS,
        attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
        protocols=LINK_SCHEMES,
        strip=True,
    )
