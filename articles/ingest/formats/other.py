"""What a text is that no reader here takes, and whose signs would be read as words."""

from __future__ import annotations

import json
import re

from articles.ingest.formats.exports.json_text import read_json
from articles.ingest.formats.tagged import markup_of
from articles.ingest.formats.tags import tags
from articles.ingest.refusals import Refusal, Refused

_LONGEST_NAME = 40
_XML = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|feed)\b", re.IGNORECASE)
# How files begin that are text to a machine: what other programs write, mail, and programs.
_BEGINNINGS = {
    "RTF": r"\{\\rtf\d",
    "PDF": r"%PDF-\d",
    "PostScript": r"%!PS\b",
    "TeX": r"(?:%[^\n]*+\n\s*+)*+\\(?:documentclass|documentstyle|begin\{document\}|input\b)",
    "MIME": r"(?:From .*+\n)?(?:[A-Za-z][\w-]*+:.*+\n(?:[ \t].*+\n)*+)*?MIME-Version:\s*1\.0",
    "vCard": r"BEGIN:VCARD\b",
    "iCalendar": r"BEGIN:VCALENDAR\b",
    "SQL": r"(?:(?:--|/\*)[^\n]*+\n\s*+)*+(?:INSERT\s+INTO\s+\S+\s*(?:\(|VALUES\b)"
    r"|(?:CREATE|DROP)\s+TABLE\s[^\n.]{1,80}[(;]\s*\n|SET\s+NAMES\s+\S+;)",
    "WebVTT": r"WEBVTT\b",
    "PHP": r"<\?(?:php\b|=)",
    "script": r"#!\s*/",
}
_BEGINS = re.compile(
    r"\s*+(?:" + "|".join(f"(?P<{name}>{begin})" for name, begin in _BEGINNINGS.items()) + ")",
    re.IGNORECASE,
)
_DATA = re.compile(r"\s*[{\[]")
# What only data begins with: an object's first key, a list of objects or of texts. Prose in
# brackets quotes something at most: ["So," she said].
_TEXT = r'"(?:[^"\\\n]|\\.)*+'
_SURELY_DATA = re.compile(
    rf"\s*+(?:(?:\[\s*+)*+\{{\s*+(?:\Z|\}}|{_TEXT}(?:\Z|\"\s*+(?::|\Z)))"
    rf"|(?:\[\s*+)++(?:{_TEXT}\"\s*+,\s*+)*+(?:\Z|[\[{{]|{_TEXT}(?:\Z|\"\s*+\Z)))"
)


def refuse_other(head: str, text: str) -> None:
    """Refuse a text that begins with `head`, of which no reader is sure, with what it seems to be.

    Refuses JSON that is malformed or cut off with the line, and passes what people write.
    """
    begins = _BEGINS.match(head)
    if begins is not None:
        raise Refused(Refusal.UNKNOWN_FORMAT, detail=str(begins.lastgroup))
    root = _root(head)
    if root is not None:
        raise Refused(Refusal.UNKNOWN_FORMAT, detail=f"XML: {root}" if root else "XML")
    if not _DATA.match(head):
        return
    if _is_json(text):
        raise Refused(Refusal.UNKNOWN_FORMAT)
    if _SURELY_DATA.match(head):
        read_json(text)


def _root(head: str) -> str | None:
    """Return the name of the element that holds all of an XML file; None of what is none."""
    if _XML.match(head):
        first = next((tag for tag in tags(head) if tag.name), None)
        return head[first.start + 1 :][: len(first.name)][:_LONGEST_NAME] if first else ""
    markup = markup_of(head)
    return markup.root[:_LONGEST_NAME] if markup and not markup.is_html else None


def _is_json(text: str) -> bool:
    """Whether a text is a file of data such as lies beside documents: labels, manifests."""
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
