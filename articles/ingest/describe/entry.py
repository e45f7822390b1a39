"""What an export or a page says of one of its articles, made into values with their evidence.

The format's own word counts before what the text says; where it says nothing of who wrote an
article or when, the text is asked as any other text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.describe.credits import Credits, find_credits
from articles.ingest.describe.dates import choose, likely, printed_date
from articles.ingest.describe.pictures import pictures, same_picture
from articles.ingest.records import (
    Credit,
    Dated,
    Entry,
    Evidence,
    Marked,
    Picture,
    RawDocument,
    Reading,
    Said,
)
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.language import language_of
from articles.text.lexicon import Role
from articles.text.urls import web_url


def describe_entry(
    raw: RawDocument, entry: Entry, marked: Sequence[Marked], *, body_text: str
) -> Reading:
    """Return an article but for its markup, as its entry and then its text describe it."""
    dated, date_evidence = _date(raw, entry, marked)
    credited = _credits(entry, find_credits(raw, marked))
    said = {name: getattr(entry, name) for name in ("title", "subtitle", "summary", "publisher")}
    evidence = {name: one.evidence for name, one in said.items() if one}
    if entry.url:
        evidence["canonical_url"] = entry.url.evidence
    if date_evidence:
        evidence["originally_published_at"] = date_evidence
    if credited.evidence:
        evidence["credits"] = credited.evidence
    title = _line(entry.title)
    return Reading(
        title=title,
        original_title=title,
        subtitle=_line(entry.subtitle),
        summary=entry.summary.value.strip() if entry.summary else "",
        credits=credited.credits,
        authors=credited.authors,
        originally_published=dated,
        pictures=_pictures(entry.pictures, pictures(raw, marked, with_header=False)),
        body_text=body_text,
        language=entry.language or language_of(body_text),
        canonical_url=web_url(entry.url.value) if entry.url else "",
        key=entry.key,
        status=entry.status,
        publisher=name_of(entry.publisher.value) if entry.publisher else "",
        labels=entry.labels,
        keywords=entry.keywords,
        dates=likely(entry.dates),
        evidence=evidence,
    )


def _date(
    raw: RawDocument, entry: Entry, marked: Sequence[Marked]
) -> tuple[Dated | None, Evidence | None]:
    best = choose(likely(entry.dates))
    if best is not None:
        return best.dated, Evidence(best.rule, best.line, best.text)
    printed = printed_date(raw, marked)
    return printed.value, printed.evidence


def _credits(entry: Entry, printed: Credits) -> Credits:
    """Return the authors that the entry names and the credits that the text prints, each once."""
    names = (name_of(one.value) for one in reversed(entry.authors))
    authors = {fold(name): name for name in names if name}  # as they are spelled first
    known = {fold(credit.name) for credit in printed.credits}
    spelled = {key: authors[key] for key in reversed(authors)}
    added = [Credit(Role.AUTHOR, "", name) for key, name in spelled.items() if key not in known]
    evidence = entry.authors[0].evidence if authors else printed.evidence
    every = dict.fromkeys((*spelled.values(), *printed.authors))
    return Credits((*added, *printed.credits), tuple(every), evidence)


def _pictures(beside: Sequence[Picture], inside: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return the pictures of the text and those named beside it, each once, one lead."""
    found = {same_picture(one.url): one for one in inside}
    for picture in beside:
        found.setdefault(same_picture(picture.url), replace(picture, role="inline"))
    named = [same_picture(one.url) for one in beside if one.role == "lead"]
    lead = next(iter(named), next(iter(found), ""))
    return tuple(
        replace(one, role="lead" if key == lead else "inline") for key, one in found.items()
    )


def _line(said: Said | None) -> str:
    return one_line(said.value) if said else ""
