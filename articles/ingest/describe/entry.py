"""What an export or a page says of one of its articles, made into values with their evidence.

The format's own word counts before what the text says; where it says nothing of who wrote an
article or when, the text is asked as any other text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.describe.credits import Credits, find_credits, with_named
from articles.ingest.describe.dates import choose, likely, printed_date, stated_dates
from articles.ingest.describe.pictures import pictures, same_picture
from articles.ingest.records import Entry, Evidence, Marked, Picture, RawDocument, Reading, Said
from articles.text.bylines import credit_line
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.language import language_of
from articles.text.lexicon import Role
from articles.text.role_labels import Named
from articles.text.sites import is_site
from articles.text.stated_people import stated_people
from articles.text.urls import web_url

# What parts a site's name from its section or slogan: `Harbour Gazette – Local`.
_JOINT = re.compile(r"\s*[|｜»·•:：–—]|\s+-\s")


def describe_entry(
    raw: RawDocument, entry: Entry, marked: Sequence[Marked], *, body_text: str
) -> Reading:
    """Return an article but for its markup, as its entry and then its text describe it."""
    dates = likely(stated_dates(raw, entry))
    dated, date_evidence = _date(raw, entry, marked, dates)
    credited = _credits(raw, entry, find_credits(raw, marked))
    said = {name: getattr(entry, name) for name in ("title", "subtitle", "summary", "publisher")}
    evidence = {name: one.evidence for name, one in said.items() if one and name_of(one.value)}
    if entry.url and web_url(entry.url.value):
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
        labels=own_labels(raw, entry),
        keywords=entry.keywords,
        dates=dates,
        evidence=evidence,
    )


def own_labels(raw: RawDocument, entry: Entry) -> tuple[str, ...]:
    """Return an entry's labels without the name of its source."""
    site = _site(raw, entry)
    return tuple(label for label in entry.labels if not _begins_site(label, site))


def _date(
    raw: RawDocument, entry: Entry, marked: Sequence[Marked], stated: Sequence[DateCandidate]
) -> tuple[Dated | None, Evidence | None]:
    best = choose(stated)
    if best is not None:
        return best.dated, Evidence(best.rule, best.line, best.text)
    printed = printed_date(raw, marked, address=entry.url.value if entry.url else "")
    return printed.value, printed.evidence


def _credits(raw: RawDocument, entry: Entry, printed: Credits) -> Credits:
    """Return the authors that the entry names and the credits that the text prints, each once.

    Generators write the site itself where nobody is named: that is no author.
    """
    said = (entry.source, raw.source, entry.publisher)
    sites = [one.value for one in said if one]
    named = [
        one
        for one in entry.authors
        if not is_site(one.value, sites, raw.domain)
        and not _begins_site(one.value, _site(raw, entry))
    ]
    people = (person for one in named for person in _people(one.value))
    return with_named(people, named[0].evidence if named else None, printed)


def _people(said: str) -> tuple[Named, ...]:
    """Return whom an entry's author is: a whole line of roles and names at times."""
    name = name_of(said)
    people = stated_people(name)
    if people is not None:
        return people
    is_line = not name.isascii() or name[:3].casefold() == "by "
    labelled = credit_line(name) if is_line else ()
    return labelled or ((Named(Role.AUTHOR, "", name),) if name else ())


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


def _site(raw: RawDocument, entry: Entry) -> str:
    source = entry.source or raw.source
    return source.value if source else ""


def _begins_site(name: str, site: str) -> bool:
    """Whether a name is that of the site, or what stands of it before a section or a slogan."""
    name, site = fold(name_of(name)), fold(site)
    if not name or not site.startswith(name):
        return False
    return name == site or _JOINT.match(site, len(name)) is not None


def _line(said: Said | None) -> str:
    return one_line(said.value) if said else ""
