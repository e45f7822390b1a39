"""Whose text a page is: the source it names, who owns the site, and the site's domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from articles.ingest.records import Evidence, Marked, PartKind, RawDocument
from articles.text.day_words import is_of_day
from articles.text.lexicon import (
    DOCUMENT_SHARE,
    LABEL_ROLES,
    LONG_SURNAMES,
    NAMES_NOBODY,
    SOURCE_LABELS,
    Kind,
    furniture_kind,
)
from articles.text.lines import DATE, DAY
from articles.text.names import is_account, is_outlet
from articles.text.reprints import reprint
from articles.text.role_labels import SIGN, lone_label

LONGEST_NAME, LONGEST_SITE = 30, 16
# What the text's own lines say counts before what the site says of itself.
BY_TRUST = ("label", "share", "day", "outlet", "account", "under", "home", "window", "holder")
_SEPARATOR = re.compile(r"[-_|｜—–»]+")
_LABELS = "|".join(sorted(SOURCE_LABELS, key=len, reverse=True))
_CREDITS = "|".join(sorted((w for w in LABEL_ROLES if len(w) > 1), key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?:^|[^\w]|\d)(?:{_LABELS})\s*{SIGN}\s*(?P<name>[^\s、,，;；|｜丨]{{2,30}}?)"
    rf"(?=$|[\s、,，;；|｜丨)）]|(?:{_CREDITS})\s?[:：])"
)
# In English a name has spaces; the label stands first in its line.
_ENGLISH_LABELLED = re.compile(
    r"^(?:Source|Sources|Provided by)\s*:?\s+(?P<name>[A-Z][^,;|:。]{1,40}?)(?: and .*)?$"
)
_BEFORE_DAY = re.compile(
    rf"^(?P<tag>原创|转载|首发)?[\s·|｜]*(?P<name>[\w·]{{2,16}})[\s·|｜]+{DAY}"
)
_AFTER_DAY = re.compile(
    rf"^\D{{0,8}}{DAY}(?![\d日])\s*"
    r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?P<name>[^\s:：]{2,20})$"
)
# What is said of a text behind its outlet's name: 雾里新知[整理], 江边晚报讯.
_BEHIND_NAME = re.compile(
    r"[\[【（(](?:[^\[\]【】（）()]{1,6}[\]】）)]?|[a-z]{2,8}[:：][^()（）]*)$|(?<=[报网社台])讯$",
    re.IGNORECASE,
)
# Two or three characters beside a day are a place, a feast, a section as often as an outlet.
LEAST_SITE = 3
_LONG_WORD = re.compile(rf"(?!{'|'.join(LONG_SURNAMES)})(?=.*[\u3400-\u9fff])[^\W\d]\w{{3,15}}")
_BRAND = re.compile(r"[A-Z][\w-]*[A-Z.][\w.-]*")
_ACCOUNT = re.compile(r"(?P<name>[\w·]{2,16}?)(?:官方)?微信公(?:众)?号")
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})(?![\w@])", re.IGNORECASE
)
_NOT_HOLDER = re.compile(
    r"copyright|all\s+rights?\s+reserved|版权所有|版权归|©|\(c\)|\b(?:19|20)\d{2}\b|by\b|"
    r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}|[（(][^（）()]{0,60}[)）]|"
    r"(?:复制|翻版|侵权|违者)必究|(?:中文域名|主办单位|技术支持|地址)[:：]\S*|"
    r"(?:未经|禁止|不得|违者|请勿|转载|许可|授权|备案|举报|电话|地址|邮箱|icp|公网安备|网安备|增值电信|经营|法律).*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?=[c版©a])(?:copyright|版权所有|©|all rights reserved)", re.IGNORECASE)
_NAME = re.compile(
    r"[\u3400-\u9fff][\w·\u3400-\u9fff]{1,29}|[A-Z][\w.&'-]*(?: [A-Z&][\w.&'-]*){0,5}"
)
_EDGES = "-–—~～@·,，.。:：|｜*•  \t\u3000"


@dataclass(frozen=True, slots=True)
class Source:
    """What a page says of where it comes from; each value with what shows it."""

    source: str | None = None
    publisher: str | None = None
    domain: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def find_source(raw: RawDocument, marked: Sequence[Marked]) -> Source:
    """Return the source, publisher and domain that a page's lines beside the body name."""
    found: dict[str, tuple[str, Evidence]] = {}
    for key, value, evidence in _found(raw, marked):
        found.setdefault(key, (value, evidence))
    source = next((found[key] for key in BY_TRUST if key in found), None)
    holder, domain = found.get("holder"), found.get("domain")
    values = {"source": source, "publisher": holder, "domain": domain}
    return Source(
        source[0] if source else None,
        holder[0] if holder else None,
        domain[0] if domain else None,
        {key: pair[1] for key, pair in values.items() if pair},
    )


def _found(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[tuple[str, str, Evidence]]:
    below, label = False, ""
    yield from _of_window(raw, marked)
    for one in marked:
        if one.kind in (PartKind.BODY, PartKind.TITLE):
            below = below or one.kind is PartKind.BODY
            continue
        words = raw.visible(one.block).strip()
        line = label + words
        label = words if lone_label(words) else ""
        for key, value in _of_line(line, one):
            # Above the body stands the site's own account, below it the article's.
            if below or key != "account":
                yield key, value, Evidence(f"source_{key}", one.block.line, line[:200])


def _of_window(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[tuple[str, str, Evidence]]:
    """Yield the site's name that the browser's title has behind the page's own."""
    window = next((one for one in marked if one.reason == "window_title"), None)
    if window is None:
        return
    words = raw.words(window.block).strip()
    site = _SEPARATOR.split(words)[-1].strip(_EDGES)
    titles = "".join(raw.words(one.block) for one in marked if one.kind is PartKind.TITLE)
    is_site = len(site) <= LONGEST_SITE and _is_name(site) and _is_more_than_section(raw, site)
    if site not in titles and is_site:
        yield "window", site, Evidence("source_window", window.block.line, words[:200])


def _is_more_than_section(raw: RawDocument, site: str) -> bool:
    """Whether a name behind the browser's title is long enough for a site's, or stands again."""
    if len(site) >= LEAST_SITE:
        return True
    alone = re.compile(rf"(?<!\w){re.escape(site)}(?!\w)")
    return len(list(islice(alone.finditer(raw.text), 2))) > 1


def _of_line(line: str, one: Marked) -> Iterator[tuple[str, str]]:
    if one.kind is PartKind.LEFT_OUT:
        share = DOCUMENT_SHARE.search(line) if one.reason == Kind.SHARE_LINE else None
        if share is not None and _is_name(share["site"]):
            yield "share", share["site"]
        yield from _of_footer(line, one)
    elif not one.reason:
        first, match = reprint(line), _ENGLISH_LABELLED.match(line) or _LABELLED.search(line)
        name = first.source if first else _bare(match["name"]) if match else ""
        if name and _is_name(name):
            yield "label", name
        has_year = "19" in line or "20" in line
        name = _beside_day(line) if has_year else ""
        if name:
            yield "day", name
        if one.kind is PartKind.METADATA and is_outlet(line) and _is_name(line):
            yield "outlet", line
        elif one.kind is PartKind.METADATA and is_account(line) and _is_name(line):
            yield "under", line


def _bare(name: str) -> str:
    """Return a name without what is said of the text or of the name behind it."""
    return _BEHIND_NAME.sub("", name)


def _beside_day(line: str) -> str:
    """Return the outlet's name that a line has before its day or behind it, or ""."""
    match = _AFTER_DAY.match(line) or _BEFORE_DAY.match(line)
    if match is None:
        return ""
    name = _bare(match["name"])
    is_tagged = bool(match.groupdict().get("tag")) and is_account(name)
    is_shaped = is_tagged or is_outlet(name) or _LONG_WORD.fullmatch(name) or _BRAND.fullmatch(name)
    return name if is_shaped and _is_name(name) else ""


def _of_footer(line: str, one: Marked) -> Iterator[tuple[str, str]]:
    if len(line) > 200:
        return
    account = _ACCOUNT.fullmatch(line) if "微信公" in line else None
    if account is not None:
        yield "account", account["name"]
    if _COPYRIGHT.search(line):
        holder = copyright_holder(line)
        if holder:
            yield "holder", holder
    domain = _DOMAIN.search(line) if one.reason in {Kind.FOOTER, Kind.RELATED_LINKS} else None
    if domain is not None and len(line) <= 60:
        name = line.replace(domain[0], "").strip(_EDGES)
        yield "domain", domain[1].lower()
        if _is_home(name, domain[1]) and not _COPYRIGHT.search(line):
            yield "home", name


def _is_home(name: str, domain: str) -> bool:
    """Whether a name beside a domain is the site's: an outlet's, or one that the domain spells."""
    spelled = "".join(filter(str.isalnum, name)).casefold()
    is_spelled = spelled.isascii() and spelled in domain.replace("-", "").casefold()
    return _is_name(name) and (is_outlet(name) or is_spelled)


def copyright_holder(line: str) -> str | None:
    """Return whom a copyright line names, years, domains and disclaimers removed.

    >>> copyright_holder("Copyright © 2001-2020 example.org 江南早报社 版权所有")
    '江南早报社'
    """
    pieces = [piece.strip(_EDGES) for piece in re.split(r"\s{2,}|\n", _NOT_HOLDER.sub("  ", line))]
    named = [piece for piece in pieces if _NAME.fullmatch(piece) and _is_name(piece)]
    return next((piece for piece in named if not piece.isascii()), next(iter(named), None))


def _is_name(words: str) -> bool:
    bare = words.strip(_EDGES)
    return (
        2 <= len(bare) <= LONGEST_NAME
        and any(char.isalpha() for char in bare)
        and bare.casefold() not in NAMES_NOBODY
        and furniture_kind(bare) is None
        and re.search(r"[。！？!?；;，,<>:：]|主办|承办", bare) is None
        and not is_of_day(bare)
        and DATE.search(bare) is None
    )
