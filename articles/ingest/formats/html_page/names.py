"""Who wrote a page's article, as the page states and prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from articles.ingest.formats.html_page.json_ld import Statements, texts
from articles.ingest.formats.html_page.meta_tags import Head
from articles.ingest.formats.html_page.site import Site
from articles.ingest.formats.html_page.structure import Spot, Structure
from articles.ingest.records import Evidence, Said
from articles.text.characters import name_of
from articles.text.folding import fold
from articles.text.names import is_outlet
from articles.text.sites import is_organisation, is_site
from articles.text.stated_people import stated_people

_KEYS = (
    *("article:author", "author", "byl", "parsely-author", "sailthru.author", "dc.creator"),
    *("dcterms.creator", "authors", "article.author", "og:article:author", "cxenseparse:author"),
)
_BETWEEN = re.compile(r"\s*(?:[,，、;；&/|]|\s[·•]\s|\band\b|\bwith\b|和)\s*", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:(?:written|posted|published|story|words|text|reported|edited)\s+)?by\b|from\b"
    r"|(?:interview|words|text|story|report)(?=\s*[:：|｜])"
    r"|author\b|作者|(?:文|撰文)(?=\s*[:：|｜/]))\s*[:：|｜/]?\s*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"[@<>{}\[\]:：]|https?:|www\.|\d|[!?。！？]|[a-z]{4}\.\s|\.(?:com|net|org|cn)\b", re.I
)
_ADDRESS = re.compile(r"https?:|www\.|@")
_ROLE = (
    r"(?:(?:associate|assistant|executive|managing|senior|junior|deputy|contributing|chief|content"
    r"|news|features?|sports?|business|digital|special|staff|freelance|guest)\s+)*"
    r"(?:reporter|writer|editor|journalist|correspondent|columnist|contributor|producer|critic"
    r"|photographer|author)"
)
_BEHIND = re.compile(rf"[\s,]+{_ROLE}$", re.IGNORECASE)
_ONLY_ROLE = re.compile(_ROLE, re.IGNORECASE)
_TITLE = re.compile(
    r"(?:staff|senior|contributing|chief|reporter|writer|editor|journalist|correspondent|updated"
    r"|published|subscribe|follow|share|min read|read more|jr\.?|sr\.?|ph\.?d\.?|m\.?d\.?)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "admin administrator unknown null none undefined author anonymous staff"
    " 未知 佚名 匿名 管理员".split()
)
_LONGEST = 48
# Statements of authors that are looked at: no article has as many.
_MOST = 64


def find_authors(
    page: Structure, head: Head, stated: Statements, site: Site, near: range
) -> tuple[Said, ...]:
    """Return the authors by the first of three witnesses that names any: JSON-LD, head, byline.

    The names of the site, mail addresses and links name nobody; bylines count near the article.
    Templates fill in an organisation where nobody signs: of one only a byline says that it wrote.
    """
    witnesses = ((_stated(stated), False), (_tagged(head), False), (_printed(page, near), True))
    for witness, is_signed in witnesses:
        found = list(_persons(witness, site, is_signed=is_signed))
        if found:
            return tuple(one for one in found if not _holds_another(one.value, found))
    return ()


def _holds_another(name: str, found: Sequence[Said]) -> bool:
    """Whether a name is another with more behind it: Ann Lee, Ann Lee The Evening Post."""
    return any(name.startswith(f"{one.value} ") for one in found)


def _persons(values: Iterable[Said], site: Site, *, is_signed: bool) -> Iterator[Said]:
    seen: set[str] = set()
    for one in values:
        for said, name in () if _ADDRESS.search(one.value) else _named(one.value):
            key = fold(name)
            is_nobody = is_site(name, site.names, site.host)
            is_nobody |= not is_signed and is_organisation(name)
            if key not in seen and not is_nobody and is_person(name):
                seen.add(key)
                yield one._replace(value=said)


def _named(text: str) -> list[tuple[str, str]]:
    """Return the names of a byline, each as it is said: with its label, if that is not `By`."""
    people = stated_people(text)
    if people is None:
        return [(name, name) for name in split_names(text)]
    return [(f"{one.label} {one.name}".strip(), one.name) for one in people]


def split_names(text: str) -> list[str]:
    """Return the names of a byline: By A, B and C."""
    bare = _LEADING.sub("", " ".join(text.split()))
    parts = [part.strip(" -–—.·•|") for part in _BETWEEN.split(bare)]
    named = (_BEHIND.sub("", part) for part in parts if not _ONLY_ROLE.fullmatch(part))
    return [name for part in named if (name := name_of(part))]


def is_person(name: str) -> bool:
    """Whether a name can be an author's: short, of letters, no address and no outlet."""
    if not 2 <= len(name) <= _LONGEST or _NO_NAME.search(name) or len(name.split()) > 6:
        return False
    if fold(name) in _NOBODY or _TITLE.match(name):
        return False
    if not any(char.isalpha() for char in name):
        return False
    return not is_outlet(name) and not name.endswith(("网", "报社", "日报", "晚报"))


def _stated(stated: Statements) -> Iterator[Said]:
    article = stated.article()
    if not article:
        return
    node, line = article
    value = node.get("author", node.get("creator"))
    for one in value[:_MOST] if isinstance(value, list) else [value]:
        resolved = stated.resolved(one)
        for text in texts(resolved):
            yield Said(text, Evidence("json_ld", line, f"author: {text[:200]}"))


def _tagged(head: Head) -> Iterator[Said]:
    for meta in islice(head.all(*_KEYS), _MOST):
        yield meta.said()


def _printed(page: Structure, near: range) -> Iterator[Said]:
    """Yield what elements that name an author say, those that stand near the article."""
    first, last = page.blocks[near.start].start, page.blocks[near.stop - 1].end
    found = [s for s in page.spots if first <= s.start and s.end <= last and _is_author(s)]
    for spot in found:
        words = page.said(spot)
        # Labels with colons are credits of several roles; describing the text reads those.
        if words and len(words) <= 120 and not _LABELLED.search(words):
            yield Said(words, Evidence("byline", spot.line, words))


_LABELLED = re.compile(r"[\u3400-\u9fff]\s*[:：]")
_AUTHOR_HINT = re.compile(r"(?:^|[\s_-])(?:author|byline|writer)(?:$|[\s_-]|name|link)", re.I)


def _is_author(spot: Spot) -> bool:
    named = spot.named
    if named.get("itemprop") == "author" or "author" in named.get("rel", "").split():
        return True
    return _AUTHOR_HINT.search(named.get("class", "")) is not None
