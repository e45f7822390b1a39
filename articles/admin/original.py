"""An article's document beside it: what each stretch of it became, or why it was left out.

What is shown is the document's reading text, read again from the bytes that were kept. It is
always text on the page, whatever markup the document holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from articles import words
from articles.admin.history import name_of
from articles.ingest import formats
from articles.ingest.records import Place
from articles.ingest.refusals import Refused
from articles.models import Article, Document, Origin

# Larger documents are read on a page of their own, where nobody waits for the article's form.
MOST_BYTES_BESIDE = 1_000_000
MOST_CHARACTERS = 60_000
# How much around an article is shown of a document that holds others too.
AROUND = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the document with its words."""

    kind: str
    name: str
    reason: str
    line: int
    text: str
    is_other: bool  # belongs to another article of the document


@dataclass(frozen=True, slots=True)
class Found:
    """A value's evidence: the rule that found it, and the words it stood in."""

    name: str
    rule: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line where another article may begin; `part` is the number of its stretch, 0 for none."""

    line: int
    why: str
    part: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A document as an article's page shows it; `problem` says why its text is not there."""

    document: Document
    origin: Origin | None = None
    stretches: list[Stretch] = field(default_factory=list)
    evidence: list[Found] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problem: str = ""
    is_cut: bool = False


class Unshown(Exception):
    """A document whose text cannot be shown; the message says why."""


def beside(article: Article) -> Beside | None:
    """Return the document an article came from, with the parts around the article."""
    origin = (
        article.origins.select_related("document__source").order_by("-is_current", "-pk").first()
    )
    if origin is None:
        return None
    document = origin.document
    try:
        if document.size > MOST_BYTES_BESIDE:
            raise Unshown(_("The document is large; read it on its own page."))
        stretches, is_cut = cut(list(stretches_of(document, origin.index)), around=True)
        problem = ""
    except Unshown as error:
        stretches, is_cut, problem = [], False, str(error)
    found = [*evidence(origin.evidence), *evidence(document.evidence)]
    return Beside(document, origin, stretches, found, warnings(document), problem, is_cut)


def whole(document: Document) -> Beside:
    """Return a document with all its parts, as far as a page holds them."""
    try:
        stretches, is_cut = cut(list(stretches_of(document)))
        problem = ""
    except Unshown as error:
        stretches, is_cut, problem = [], False, str(error)
    found = evidence(document.evidence)
    return Beside(document, None, stretches, found, warnings(document), problem, is_cut)


def boundaries(document: Document, stretches: Sequence[Stretch]) -> list[Boundary]:
    """Return where another article may begin, each with the stretch that its line stands in."""
    lines = [stretch.line for stretch in stretches]
    return [
        Boundary(
            one["line"],
            words.boundary(one["why"]),
            bisect_right(lines, one["line"]),
        )
        for one in document.boundaries
    ]


def stretches_of(document: Document, index: int | None = None) -> Iterator[Stretch]:
    """Yield a document's parts with their words; raise Unshown where there are none."""
    text = reading_text(document)
    parts: Sequence[Sequence[Any]] = document.parts
    if parts and parts[-1][3] > len(text):
        raise Unshown(
            _("The document is read differently by now; import it again to see its parts.")
        )
    for kind, article, start, end, line, reason in parts:
        is_other = index is not None and article not in {None, index}
        why = words.reason(reason)
        yield Stretch(kind, words.kind(kind), why, line, text[start:end], is_other)


def reading_text(document: Document) -> str:
    if document.refusal:
        raise Unshown(_("The document could not be read."))
    if document.blob is None:
        raise Unshown(_("The bytes of the document were not kept."))
    place = Place(document.root, document.path, document.member, document.entry)
    try:
        return formats.read(document.blob.content, place, document.format or None).text
    except Refused as error:
        raise Unshown(words.refusal(error.reason)) from error


def cut(stretches: list[Stretch], *, around: bool = False) -> tuple[list[Stretch], bool]:
    """Return as many stretches as a page holds; `around` leaves out other articles' far ones."""
    shown = stretches
    if around:
        near = [n for n, stretch in enumerate(stretches) if not stretch.is_other]
        close = {m for n in near for m in range(n - AROUND, n + AROUND + 1)}
        shown = [stretch for n, stretch in enumerate(stretches) if n in close]
    kept, length = [], 0
    for stretch in shown:
        if length > MOST_CHARACTERS:
            break
        kept.append(stretch)
        length += len(stretch.text)
    return kept, len(kept) < len(stretches)


def evidence(found: dict[str, Any]) -> list[Found]:
    return [
        Found(
            name_of(key),
            words.rule(str(e.get("rule", ""))),
            e.get("line"),
            str(e.get("text", "")),
        )
        for key, e in found.items()
        if isinstance(e, dict)
    ]


def warnings(document: Document) -> list[str]:
    return [
        words.warning(w.get("code", "")) + words.at_line(w.get("line")) for w in document.warnings
    ]
