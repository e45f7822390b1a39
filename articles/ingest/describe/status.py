"""Whether a post's header says that its article is not public where it comes from."""

from __future__ import annotations

from articles.ingest.records import RawDocument
from articles.text.header_keys import STATUS, is_no, is_yes

DRAFT = "draft"
_STATUSES = frozenset({"draft", "private", "pending", "unlisted", "archived", "hidden"})


def header_status(raw: RawDocument) -> str:
    """Return "" for what is public, else the header's word for what it is.

    `draft: true` (Hugo), `published: false` (Jekyll, Hexo) and `status: private` say so.
    """
    draft, published, status = (raw.field(key) for key in STATUS)
    if (draft and is_yes(draft.value)) or (published and is_no(published.value)):
        return DRAFT
    word = status.value.strip().lower() if status else ""
    return word if word in _STATUSES else ""
