"""A page's article: its text, and what the page states and shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.ingest.formats.html_page import site
from articles.ingest.formats.html_page.alignment import aligned, squeezed
from articles.ingest.formats.html_page.body import Body, Claim, choose, densest, ended, is_article
from articles.ingest.formats.html_page.dates import find_dates
from articles.ingest.formats.html_page.extraction import article_lines
from articles.ingest.formats.html_page.json_ld import Statements, read_statements, said, texts
from articles.ingest.formats.html_page.marks import mark, near, subtitle
from articles.ingest.formats.html_page.meta_tags import Head, read_head
from articles.ingest.formats.html_page.names import find_authors
from articles.ingest.formats.html_page.pictures import stated_lead
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.formats.html_page.title import NOWHERE, Titles, find_title, window_title
from articles.ingest.records import Entry, Evidence, Marked, Said, Warn

# Characters of a text that a page states whole, and the share of it that its blocks must hold.
LEAST_STATED = 200
# Characters of text: nobody writes an article as long, and looking for one takes memory.
LONGEST_PAGE = 2_000_000
MOST_STATED = 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """What a page holds: one article or none, and what is true of the page itself."""

    marked: tuple[Marked, ...]
    entries: tuple[Entry, ...] = ()
    source: Said | None = None
    domain: str = ""
    warnings: tuple[Warn, ...] = ()


def find_article(page: Structure) -> Found:
    """Return the page's article with its blocks, or the blocks alone where it has none."""
    head = read_head(page)
    stated = read_statements(page.source)
    titles, names = _titles(page, head, stated)
    if len(page.text) > LONGEST_PAGE:
        return _nothing(page, head, stated, names)
    claim = _claim(page, head, stated)
    body = _body(page, stated, titles, claim)
    if not is_article(page, body, claim):
        none = _nothing(page, head, stated, names)
        short = () if claim is Claim.NONE else (Warn("article_without_text"),)
        return replace(none, warnings=(*none.warnings, *short))
    known = [name.value for name in names]
    here = site.Site(known, site.domain(head, stated))
    authors = find_authors(page, head, stated, here, near(page, body, titles.blocks))
    body = ended(page, body, [one.value for one in authors])
    marked = mark(page, body, titles.blocks)
    entry = _entry(page, head, stated, titles, body, marked, known)
    entry = replace(entry, authors=authors)
    return replace(_nothing(page, head, stated, names), marked=marked, entries=(entry,))


def _nothing(page: Structure, head: Head, stated: Statements, names: Sequence[Said]) -> Found:
    """Return a page without an article."""
    none = mark(page, Body(frozenset()), NOWHERE)
    source = names[0] if names else None
    return Found(none, (), source, site.domain(head, stated), tuple(stated.warnings))


def _titles(page: Structure, head: Head, stated: Statements) -> tuple[Titles, list[Said]]:
    """Return the title and the site's names; each helps to find the other."""
    window = next((one.value for one in window_title(page)), "")
    names = site.site_names(head, stated, window, "")
    titles = find_title(page, head, stated, [name.value for name in names])
    shown = titles.said.value if titles.said else ""
    names = site.site_names(head, stated, window, shown)
    if titles.said and not titles.blocks:
        titles = find_title(page, head, stated, [name.value for name in names])
    return titles, names


def _claim(page: Structure, head: Head, stated: Statements) -> Claim:
    """Return how a page says that it is an article, of which an element holds its only h1."""
    if stated.article() is not None:
        return Claim.STATED
    kind = head.first("og:type")
    if kind and kind.value.lower() == "article":
        return Claim.SHOWN
    headings = [index for index, block in enumerate(page.blocks) if block.level == 1]
    is_held = len(headings) == 1 and any(e.name == "article" for e in page.paths[headings[0]])
    return Claim.SHOWN if is_held else Claim.NONE


def _body(page: Structure, stated: Statements, titles: Titles, claim: Claim) -> Body:
    lines = article_lines(page.source, page.tag_count)
    blocks = [page.words(index) for index in range(len(page.blocks))]
    core = [index for index, is_kept in enumerate(aligned(blocks, lines)) if is_kept]
    core = _with_stated(core, blocks, stated)
    body = choose(page, core, titles.wordings, titles.blocks)
    if is_article(page, body, claim):
        return body
    return choose(page, densest(page), titles.wordings, titles.blocks)


def _with_stated(core: list[int], blocks: Sequence[str], stated: Statements) -> list[int]:
    """Return the core with the blocks of the text that the page itself states, if they hold it."""
    article = stated.article()
    text = "".join(texts(article[0].get("articleBody"))) if article else ""
    if len(text) < LEAST_STATED:
        return core
    found = [index for index, is_held in enumerate(aligned(blocks, [text])) if is_held]
    held = sum(len(squeezed(blocks[index])) for index in found)
    return sorted({*core, *found}) if held >= MOST_STATED * len(squeezed(text)) else core


def _entry(
    page: Structure,
    head: Head,
    stated: Statements,
    titles: Titles,
    body: Body,
    marked: Sequence[Marked],
    names: Sequence[str],
) -> Entry:
    around = near(page, body, titles.blocks)
    url = site.address(head, stated)
    inside = [p for one in marked if one.article == 0 for p in one.block.pictures]
    lead = stated_lead(head, stated, inside)
    text = "".join(page.words(index) for index in sorted(body.chosen))
    return Entry(
        title=titles.said,
        subtitle=_subtitle(page, body, titles),
        summary=_summary(head, stated, titles),
        url=url,
        publisher=site.publisher(page, around, names),
        dates=find_dates(page, head, stated, url.value if url else "", around, body.chosen),
        labels=_labels(head, stated, names),
        keywords=_keywords(head, stated),
        pictures=(lead,) if lead else (),
        language=site.language(head, stated, text),
        truncated=_is_cut(page, stated, body),
    )


def _subtitle(page: Structure, body: Body, titles: Titles) -> Said | None:
    index = subtitle(page, body, titles.blocks)
    if index is None:
        return None
    words = page.line(index)
    return Said(words, Evidence("under_title", page.blocks[index].line, words))


def _summary(head: Head, stated: Statements, titles: Titles) -> Said | None:
    article = stated.article()
    found = said(*article, "description") if article else None
    found = found or head.first("og:description", "description", "twitter:description")
    same = {squeezed(one) for one in titles.wordings}
    return found if found and squeezed(found.value) not in same else None


def _labels(head: Head, stated: Statements, names: Sequence[str]) -> tuple[str, ...]:
    article = stated.article()
    found = texts(article[0].get("articleSection")) if article else []
    found = found or [meta.value for meta in head.all("article:section")]
    known = {name.casefold() for name in names}
    plain = (one for one in found if len(one) <= 60 and one.casefold() not in known)
    return tuple(dict.fromkeys(plain))[:8]


def _keywords(head: Head, stated: Statements) -> tuple[str, ...]:
    article = stated.article()
    found = texts(article[0].get("keywords")) if article else []
    found = found or [meta.value for meta in head.all("article:tag")]
    found = found or [meta.value for meta in head.all("news_keywords", "keywords")][:1]
    several = (part.strip() for one in found for part in _split(one))
    return tuple(dict.fromkeys(part for part in several if 0 < len(part) <= 60))[:20]


def _split(value: str) -> list[str]:
    value = value.replace("，", ",").replace("；", ";")
    between = next((one for one in (",", ";", "|", "、") if one in value), None)
    return value.split(between) if between or not value.isascii() else [value]


_PAYWALL = (
    "to continue reading",
    "to read the full",
    "subscribers only",
    "登录后阅读",
    "付费阅读",
    "余下全文",
)


def _is_cut(page: Structure, stated: Statements, body: Body) -> bool:
    """Whether the page says that the rest of its article is for those who pay."""
    article = stated.article()
    free = str(article[0].get("isAccessibleForFree", "")).lower() if article else ""
    last = max(body.chosen)
    after = " ".join(page.words(n).lower() for n in range(last, min(last + 8, len(page.blocks))))
    return free == "false" and any(words in after for words in _PAYWALL)
