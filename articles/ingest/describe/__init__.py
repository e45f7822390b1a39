"""Stage 4: what the marked text says of each article and of its document, with the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.ingest.describe.credits import find_credits
from articles.ingest.describe.dates import all_dates, choose, date_warnings, stated_date_warnings
from articles.ingest.describe.entry import describe_entry, own_labels
from articles.ingest.describe.header_names import (
    header_address,
    header_credits,
    header_publisher,
    header_source,
)
from articles.ingest.describe.keywords import find_keywords, header_keywords
from articles.ingest.describe.labels import header_labels
from articles.ingest.describe.page_title import document_title, page_title
from articles.ingest.describe.pictures import pictures, placeholders
from articles.ingest.describe.source import Source, find_source
from articles.ingest.describe.status import header_status
from articles.ingest.describe.title import Title, header_title
from articles.ingest.known import Known
from articles.ingest.records import (
    BlockKind,
    Evidence,
    Marked,
    PartKind,
    RawDocument,
    Reading,
    Said,
    Warn,
)
from articles.text import header_keys
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.language import language_of
from articles.text.lexicon import Kind
from articles.text.urls import host_of

__all__ = [
    "Described",
    "describe_article",
    "describe_document",
    "describe_entry",
    "without_placeholders",
]


@dataclass(frozen=True, slots=True)
class Described:
    """What a document says of itself."""

    title: str | None = None
    source: str | None = None
    publisher: str | None = None
    domain: str | None = None
    labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    warnings: tuple[Warn, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def describe_article(
    raw: RawDocument,
    marked: Sequence[Marked],
    around: Sequence[Marked],
    *,
    body_text: str,
    is_only: bool,
) -> Reading:
    """Return an article but for its markup; a header is about it where it is the only one.

    `around` is all that may speak of its day: the whole document where it is the only one.
    """
    has_header = is_only and bool(raw.header)
    title = header_title(raw, body_text) if has_header else Title()
    title = title if title.text else page_title(raw, marked)
    address = header_address(raw) if has_header else None
    subtitle = _header(raw, *header_keys.SUBTITLE) if has_header else None
    summary = _header(raw, *header_keys.SUMMARY) if has_header else None
    dates = all_dates(raw, around, has_header=has_header, address=_value(address))
    dated = choose(dates)
    credited = find_credits(raw, _printed(marked))
    if has_header:
        credited = header_credits(raw, credited)
    evidence = {
        "title": title.evidence,
        "originally_published_at": Evidence(dated.rule, dated.line, dated.text) if dated else None,
        "credits": credited.evidence,
        "canonical_url": address.evidence if address else None,
        "subtitle": subtitle.evidence if subtitle else None,
        "summary": summary.evidence if summary else None,
    }
    return Reading(
        title=title.text,
        original_title=title.original,
        subtitle=one_line(_value(subtitle)),
        summary=_value(summary),
        credits=credited.credits,
        authors=credited.authors,
        originally_published=dated.dated if dated else None,
        dates=dates,
        pictures=pictures(raw, marked, with_header=is_only),
        body_text=body_text,
        language=language_of(body_text),
        canonical_url=_value(address),
        status=header_status(raw),
        evidence={name: found for name, found in evidence.items() if found},
    )


def describe_document(
    raw: RawDocument, marked: Sequence[Marked], known: Known, *, source: str | None = None
) -> Described:
    """Return what is true of the whole document.

    `source` is what the person who imports it says, and counts more than what the document says.
    A name or a domain that is a known source's is given its name.
    """
    if raw.entries or raw.marked:
        return _exported(raw, known, _given(source))
    labelled = header_labels(raw)
    beside = _printed(marked)
    printed = find_source(raw, beside)
    publisher = header_publisher(raw) or _of_page(printed, "publisher")
    named = (
        _given(source),
        labelled.source,
        header_source(raw),
        _of_page(printed, "source"),
        publisher,
    )
    name = next(filter(None, named), None)
    domain = printed.domain or host_of(_value(header_address(raw))) or None
    evidence = dict(printed.evidence)
    evidence |= {
        key: one.evidence for key, one in (("source", name), ("publisher", publisher)) if one
    }
    return Described(
        title=document_title(raw, marked),
        source=_known_name(known, _value(name) or None, domain),
        publisher=_value(publisher) or None,
        domain=domain,
        labels=labelled.labels,
        keywords=header_keywords(raw) or find_keywords(raw, beside),
        warnings=date_warnings(raw, marked),
        evidence=evidence,
    )


def _exported(raw: RawDocument, known: Known, given: Said | None) -> Described:
    """Return what a format that knows its articles says of the whole document."""
    source = given or raw.source
    publisher = _shared_publisher(raw)
    said = {"title": raw.title, "source": source, "publisher": publisher}
    evidence = {name: one.evidence for name, one in said.items() if one}
    name = name_of(_value(source)) or None
    return Described(
        title=(one_line(raw.title.value) if raw.title else "") or None,
        source=_known_name(known, name, raw.domain or None),
        publisher=name_of(_value(publisher)) or None,
        domain=raw.domain or None,
        labels=tuple(dict.fromkeys(label for one in raw.entries for label in own_labels(raw, one))),
        warnings=stated_date_warnings(raw),
        evidence=evidence,
    )


def _shared_publisher(raw: RawDocument) -> Said | None:
    """Return the publisher that all articles name: that of a page is its only article's."""
    named = [one.publisher for one in raw.entries]
    names = {name_of(_value(one)) for one in named}
    return named[0] if len(names) == 1 else None


def without_placeholders(
    raw: RawDocument, marked: Sequence[Marked], articles: Sequence[Reading]
) -> Sequence[Marked]:
    """Return the marks, with the lines of a header left out that name a picture of nothing."""
    lines = placeholders(raw, (picture for one in articles for picture in one.pictures))
    if not lines:
        return marked
    return [
        one._replace(kind=PartKind.LEFT_OUT, article=None, reason=Kind.PLACEHOLDER_IMAGE)
        if one.block.kind is BlockKind.HEADER and one.block.line in lines
        else one
        for one in marked
    ]


def _header(raw: RawDocument, *keys: str) -> Said | None:
    found = raw.field(*keys)
    return Said(found.value, Evidence("header", found.line, found.value[:200])) if found else None


def _value(said: Said | None) -> str:
    return said.value if said else ""


def _given(source: str | None) -> Said | None:
    name = name_of(source or "")
    return Said(name, Evidence("given", None, name)) if name else None


def _of_page(printed: Source, key: str) -> Said | None:
    name = name_of(getattr(printed, key) or "")
    return Said(name, printed.evidence[key]) if name else None


def _printed(marked: Sequence[Marked]) -> list[Marked]:
    """Return what stands under the header."""
    return [one for one in marked if one.block.kind is not BlockKind.HEADER]


def _known_name(known: Known, name: str | None, domain: str | None) -> str | None:
    for source in known.sources:
        names = {fold(one) for one in (source.name, *source.aliases)}
        if (name and fold(name) in names) or (not name and domain in source.domains):
            return source.name
    return name
