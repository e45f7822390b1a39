"""What is said of an entry that cannot be read, so that its export's others are."""

from __future__ import annotations

from articles.ingest.records import Warn
from articles.ingest.refusals import Refused

LONGEST_NAME = 100
MOST_NAMED = 50  # of one export; the parts of the document tell of all


def entry_refused(error: Refused, name: str, line: int) -> Warn:
    """Return the warning that names an entry and where it begins."""
    params = {"name": name[:LONGEST_NAME], "reason": error.reason.value}
    return Warn("entry_refused", line=line, params=params)
