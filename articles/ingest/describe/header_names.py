"""Whom a post's header names: who made the article, whose text it is, who published it.

In a dump of a feed `author` is the site, and nothing else there names a person: `labels` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.describe.credits import Credits, with_named
from articles.ingest.describe.labels import names_its_site
from articles.ingest.records import Evidence, HeaderField, RawDocument, Said
from articles.text import header_keys
from articles.text.bylines import credit_line
from articles.text.characters import name_of, one_line
from articles.text.lexicon import NO_NAMES, POSTS, Role
from articles.text.names import names
from articles.text.role_labels import Named
from articles.text.sites import is_site
from articles.text.stated_people import stated_people
from articles.text.urls import web_url

RULE = "header"
LONGEST_NAME = 60
_MAIL = re.compile(r"\s*[<(]?(?:mailto:)?[^\s@<>()]{1,64}@[^\s@<>()]+[)>]?\s*")
_BY = re.compile(r"(?:by|文)[\s:：/|]+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|和)\s+|\s*[&＆、;；]\s*|(?<=\w),\s+(?=\w+\.?\s\w)")
# A path, a template, an address or a setting is no name.
_NO_NAME = re.compile(
    r"[/\\{}<>=#_:~]|\.(?:md|html?|ya?ml|json)$|^(?:null|undefined|default)$", re.I
)


def header_credits(raw: RawDocument, printed: Credits) -> Credits:
    """Return whom the header of a post names, then whom its text prints, each once.

    A header's author that is the site or the publisher is nobody.
    """
    if names_its_site(raw):
        return printed
    sites = [one.value for one in (header_source(raw), header_publisher(raw)) if one]
    found = [(named, one) for one in raw.header for named in _named(one)]
    kept = [(named, one) for named, one in found if not is_site(named.name, sites)]
    evidence = _evidence(kept[0][1]) if kept else None
    return with_named((named for named, _ in kept), evidence, printed)


def header_source(raw: RawDocument) -> Said | None:
    """Return the source that a header names in so many words; an address is no name."""
    return _said(raw, header_keys.SOURCE)


def header_publisher(raw: RawDocument) -> Said | None:
    """Return the publisher that a header names."""
    return _said(raw, header_keys.PUBLISHER)


def header_address(raw: RawDocument) -> Said | None:
    """Return the address of the text's own page that a header gives."""
    for one in _fields(raw, header_keys.ADDRESS):
        if url := web_url(one.value):
            return Said(url, _evidence(one))
    return None


def _said(raw: RawDocument, keys: tuple[str, ...]) -> Said | None:
    for one in _fields(raw, keys):
        name = name_of(one.value)
        if _may_name(name):
            return Said(name, _evidence(one))
    return None


def _fields(raw: RawDocument, keys: tuple[str, ...]) -> Iterator[HeaderField]:
    for key in keys:
        if (found := raw.field(key)) is not None:
            yield found


def _evidence(found: HeaderField) -> Evidence:
    return Evidence(RULE, found.line, ", ".join(found.values)[:200])


def _named(found: HeaderField) -> Iterator[Named]:
    role = header_keys.CREDITS.get(found.key)
    if role is None:
        return
    label = "" if found.key.isascii() else found.key
    for value in map(one_line, found.values):
        words = name_of(_MAIL.sub(" ", value))
        people = stated_people(words, role)
        if people is not None:
            yield from people
        elif words.isascii():
            yield from (Named(role, label, name) for name in _split(words, role))
        else:
            yield from credit_line(words) or _of_han(words, role, label)


def _split(words: str, role: Role) -> Iterator[str]:
    """Yield the names of a value in Latin letters; a tool for editing is written small."""
    words = _BY.sub("", words, count=1) if _BY.match(words) else words
    is_person = role is Role.AUTHOR or not words.islower()
    first, *others = words.split(", ")
    people = (one for one in others if one.rpartition(" ")[2].casefold() not in POSTS)
    for name in _AND.split(", ".join((first, *people))):
        if is_person and _may_name(name):
            yield name


def _of_han(words: str, role: Role, label: str) -> Iterator[Named]:
    words = _BY.sub("", words, count=1) if _BY.match(words) else words
    found = names(words) or ((words,) if _may_name(words) else ())
    yield from (Named(role, label, name) for name in found if _may_name(name))


def _may_name(words: str) -> bool:
    is_setting = header_keys.is_no(words) or header_keys.is_yes(words)
    return (
        1 < len(words) <= LONGEST_NAME
        and not is_setting
        and words.casefold() not in NO_NAMES
        and _NO_NAME.search(words) is None
        and any(char.isalpha() for char in words)
    )
