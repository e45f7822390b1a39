"""The article of a page as trafilatura sees it: the only module that knows trafilatura and lxml.

It is an extra of the project (`pages`): without it whole pages are refused. It is asked for text
alone, of markup that is at hand; it fetches nothing.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from articles.ingest.refusals import Refusal, Refused

EXTRA = "pages"
# What lxml and trafilatura take a second and 100 MB for, on a slow core; the largest of the pages
# seen have 300,000 characters and 14,000 tags, texts between them counted.
MAX_CHARS = 2_000_000
MAX_TAGS = 40_000


def article_lines(source: str, tag_count: int) -> list[str]:
    """Return the lines of text that trafilatura keeps of a page; none where it finds no article.

    Refuses where the extra is not installed. A page over the limits is not asked about.
    """
    extract = _extractor()
    if len(source) > MAX_CHARS or tag_count > MAX_TAGS:
        return []
    found = extract(source)
    return [line for line in found.splitlines() if line.strip()]


@cache
def _extractor() -> Any:
    """Return a function of markup; loaded when a page comes: it takes half a second."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415
    except ImportError as error:
        raise Refused(Refusal.MISSING_EXTRA, detail=EXTRA) from error
    # It says what it tried on its way; what came of it is all that counts here.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).disabled = True

    def extract(source: str) -> str:
        found = bare_extraction(source, include_comments=False, deduplicate=False)
        return getattr(found, "text", "") or ""

    return extract
