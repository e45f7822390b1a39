"""Which site a page is of, where it stands there, and in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from articles.ingest.formats.html_page.json_ld import PLACES, Statements, said, types
from articles.ingest.formats.html_page.meta_tags import Head
from articles.ingest.formats.html_page.saved import RULE as SAVED
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Evidence, Said
from articles.text.characters import name_of
from articles.text.day_words import is_of_day
from articles.text.folding import fold
from articles.text.language import language_of
from articles.text.lexicon import NAMES_NOBODY, SOURCE_LABELS
from articles.text.urls import host_of, web_url

# What stands between a page's title and its site's name, in a window's title.
SEPARATOR = re.compile(r"\s*[|｜丨_¦»]\s*_*\s*|\s+[-–—·•~:]+\s+|(?<=[\u3400-\u9fff])\s*[-—]+\s*")
_LONGEST_NAME = 40
_MOST_NAMES = 16
_LONGEST_LINE = 160
_ORIGIN = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, SOURCE_LABELS), key=len, reverse=True))})\s*[:：]\s*"
    r"(?P<name>[^\s:：|｜()（）\[\]]{2,24}?)"
    r"(?=$|[\s|｜()（）\[\]]|作者|责任|责编|编辑|记者|时间|发布|日期|打印|字号|分享|\d{4})",
    re.IGNORECASE,
)
_HOME = re.compile(r"https?://[^/?#]+/?(?:(?:index|default|home)(?:\.\w+)?)?(?:[?#].*)?", re.I)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)


class Site(NamedTuple):
    """What a page calls its site, and the host it says it is on, "" where it says none."""

    names: Sequence[str]
    host: str = ""


def site_names(head: Head, stated: Statements, window: str, title: str) -> list[Said]:
    """Return what the page calls its site, the most trusted first."""
    found = [one for one in islice(_stated_names(head, stated), _MOST_NAMES) if one.value]
    behind = _behind_title(window, title)
    if behind:
        found.append(Said(behind, Evidence("title_element", None, window[:200])))
    return found


def _stated_names(head: Head, stated: Statements) -> Iterator[Said]:
    article = stated.article()
    if article:
        publisher = said(
            {"publisher": stated.resolved(article[0].get("publisher"))}, article[1], "publisher"
        )
        if publisher and len(publisher.value) <= _LONGEST_NAME:
            yield publisher
    for meta in head.all("og:site_name", "application-name", "apple-mobile-web-app-title"):
        yield meta.said()._replace(value=_without_slogan(meta.value))
    for node, line in stated.nodes:
        if types(node) & PLACES and (name := said(node, line, "name")):
            yield name._replace(value=_without_slogan(name.value))


def _without_slogan(name: str) -> str:
    parts = [part for part in SEPARATOR.split(name) if part.strip(" -–—|")]
    return name_of(parts[0].strip(" -–—|")) if parts else ""


def _behind_title(window: str, title: str) -> str:
    """Return the last part of a window's title that begins with the article's own."""
    rest = _rest(window, title)
    parts = [part.strip() for part in SEPARATOR.split(rest) if part and part.strip()]
    name = name_of(parts[-1].strip("-_—|– ")) if parts else ""
    least = 2 if len(parts) > 1 else 3
    return name if least <= len(name) <= _LONGEST_NAME and not name.isdigit() else ""


def _rest(window: str, title: str) -> str:
    if not title or not window.startswith(title):
        return ""
    rest = window[len(title) :]
    return rest if SEPARATOR.match(rest) or rest[:1] in "-_—|–" else ""


def publisher(page: Structure, near: range, names: Sequence[str]) -> Said | None:
    """Return whom a line by the title names as the text's origin, where that is another site."""
    known = {fold(name) for name in names}
    for index in near:
        words = page.line(index)
        found = _ORIGIN.search(words) if len(words) <= _LONGEST_LINE else None
        name = name_of(found["name"].strip(" -—|｜")) if found else ""
        is_nobody = fold(name) in NAMES_NOBODY or is_of_day(name)
        if name and fold(name) not in known and not is_nobody:
            return Said(name, Evidence("source_label", page.blocks[index].line, words))
    return None


def address(head: Head, stated: Statements) -> Said | None:
    """Return the page's address: not the home page that some sites declare for every page."""
    for said_here in _addresses(head, stated):
        url = web_url(said_here.value)
        if url and not _HOME.fullmatch(url):
            return said_here._replace(value=url)
    return None


def domain(head: Head, stated: Statements) -> str:
    """Return the host that the page says it is on, its home page's too; "" where it says none."""
    hosts = (host_of(web_url(one.value)) for one in _addresses(head, stated))
    return next((host for host in hosts if host), "")


def _addresses(head: Head, stated: Statements) -> Iterator[Said]:
    for meta in head.all("link:canonical", "og:url", "twitter:url"):
        yield meta.said()
    article = stated.article()
    if article:
        node, line = article
        for key in ("url", "mainEntityOfPage", "@id"):
            value = node.get(key)
            value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(value, str):
                yield Said(value.strip(), Evidence("json_ld", line, f"{key}: {value[:200]}"))
    yield from (meta.said() for meta in head.all(SAVED))


def language(head: Head, stated: Statements, text: str) -> str:
    """Return the page's language; what its words show counts more than a template's default."""
    shown = language_of(text)
    article = stated.article()
    named = texts_of_language(article[0].get("inLanguage")) if article else []
    named += [meta.value for meta in head.all("html:lang", "og:locale")]
    for one in named:
        code = one.replace("_", "-")
        if _LANGUAGE.fullmatch(code) and (not shown or _same(code, shown)):
            return shown if shown else code
    return shown


def texts_of_language(value: object) -> list[str]:
    return [value] if isinstance(value, str) else []


def _same(code: str, shown: str) -> bool:
    return code.lower().partition("-")[0] == shown.lower().partition("-")[0]
