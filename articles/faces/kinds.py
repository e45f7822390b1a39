"""The forms of an article by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

from articles.faces import document
from articles.faces.described import Described
from articles.faces.ninjs import ninjs
from articles.faces.schema_org import news_article


class Kind(Enum):
    """A form: what its addresses end in, and its media type.

    IPTC has registered no type for ninjs; this is what agencies send.
    """

    JSON = ("json", "application/json")
    NINJS = ("ninjs", "application/ninjs+json")
    JSON_LD = ("jsonld", "application/ld+json")
    MARKDOWN = ("md", "text/markdown")
    TEXT = ("txt", "text/plain")
    HTML = ("html", "text/html")

    def __init__(self, suffix: str, media_type: str) -> None:
        self.suffix = suffix
        self.media_type = media_type


WRITERS: dict[Kind, Callable[[Described], str | dict[str, Any]]] = {
    Kind.NINJS: ninjs,
    Kind.JSON_LD: news_article,
    Kind.MARKDOWN: document.markdown,
    Kind.TEXT: document.plain,
    Kind.HTML: document.html,
}


def written(kind: Kind, article: Described) -> bytes:
    """Return an article in any form but the API's own JSON."""
    made = WRITERS[kind](article)
    text = made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)
    return text.encode("utf-8", "replace")
