"""Words that pages put around a text, as data: each entry says on what kind of page it was seen.

Kinds of text only, never a site's name. A word listed here decides nothing by itself: the stages
that use these tables also ask where a line stands, how it is shaped and what stands beside it.
"""

from articles.text.lexicon.both_ways import SIMPLIFIED, in_both
from articles.text.lexicon.credits import (
    ACTS,
    COLLECTIVES,
    CREDIT_LABELS,
    HONORIFICS,
    INFO_LABELS,
    LABEL_MODIFIERS,
    LABEL_ROLES,
    NO_NAMES,
    PAPERS,
    POSTS,
    REPORTERS,
    ROLE_ENDS,
    SOURCE_LABELS,
    WRITERS,
    Role,
)
from articles.text.lexicon.furniture import (
    ACCOUNT_FOLLOWS,
    CHUNK_MARK,
    DOCUMENT_SHARE,
    DOCUMENT_TITLE,
    FURNITURE,
    ORIGINAL_TITLE,
    Kind,
    furniture_kind,
    keyword_line,
)
from articles.text.lexicon.names import LONG_SURNAMES, NAMES_NOBODY, OUTLETS, SURNAMES

__all__ = [
    "ACCOUNT_FOLLOWS",
    "ACTS",
    "CHUNK_MARK",
    "COLLECTIVES",
    "CREDIT_LABELS",
    "DOCUMENT_SHARE",
    "DOCUMENT_TITLE",
    "FURNITURE",
    "HONORIFICS",
    "INFO_LABELS",
    "LABEL_MODIFIERS",
    "LABEL_ROLES",
    "LONG_SURNAMES",
    "NAMES_NOBODY",
    "NO_NAMES",
    "ORIGINAL_TITLE",
    "OUTLETS",
    "PAPERS",
    "POSTS",
    "REPORTERS",
    "ROLE_ENDS",
    "SIMPLIFIED",
    "SOURCE_LABELS",
    "SURNAMES",
    "WRITERS",
    "Kind",
    "Role",
    "furniture_kind",
    "in_both",
    "keyword_line",
]
