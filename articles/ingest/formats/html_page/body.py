"""Which blocks of a page are the article's own text.

Trafilatura's reading is the ground: the blocks that hold it are the core. What it passed over
between them and what it took along are decided block by block: by the element they stand in, by
the words of its class and id, by links, by the shape of the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from articles.ingest.formats.html_page.alignment import squeezed
from articles.ingest.formats.html_page.captions import is_caption
from articles.ingest.formats.html_page.endings import is_about, parent, trim
from articles.ingest.formats.html_page.hints import ABOUT, FRAMES, kind_of
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Block, BlockKind
from articles.text.lexicon import Kind, furniture_kind
from articles.text.lexicon.page_lines import leads_off
from articles.text.lines import is_prose

# Share of the core's text that the article's element must hold.
MOST = 0.9
LINKED = 0.5
_CERTAIN = frozenset((Kind.FOOTER, Kind.COMMENTS, Kind.NOTICE))
# Letters: a shorter core is a notice or a teaser, unless the page itself says it is an article.
LEAST_LETTERS = 100
_LINK = re.compile(r"<a[ >].*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_NEAR = 8
# Lines above the first that is sure to be text, as whom a letter or a notice is to.
_MOST_ABOVE = 3
# Lines between a heading and what it heads: pictures and what interrupts.
_CLOSELY = 6
# Words that sites put on the elements around everything: `main-with-sidebar`, `article-header`.
_LAYOUT = frozenset(("header", "side", "sidebar", "more", "share", "social", "hot"))


class Claim(Enum):
    """Whether a page says that it is an article: in so many data, by its kind or its elements."""

    NONE = "none"
    SHOWN = "shown"
    STATED = "stated"


@dataclass(slots=True)
class Body:
    """The blocks of an article by their index, and the element that holds it."""

    chosen: frozenset[int]
    depth: int = 0


def choose(page: Structure, core: Sequence[int], titles: Sequence[str], title: range) -> Body:
    """Return the article's blocks, `core` being those that hold what trafilatura kept.

    `title` are the blocks that show the title; what is said before it is not of the article.
    """
    known = {squeezed(wording) for wording in titles}
    core = [index for index in core if not _is_title(page, index, known)]
    core = _after_title(page, core, title)
    if not core:
        return Body(frozenset())
    depth = _holder(page, core)
    holders = _parents(page, core)
    chosen = _without_teasers(page, {index for index in core if _stays(page, index, depth)})
    if not chosen:
        return Body(frozenset())
    chosen |= _passed_over(page, chosen, holders, depth, known)
    chosen |= _salutation(page, chosen, depth, known)
    trim(page, chosen)
    chosen |= _leading_pictures(page, chosen, title) if chosen else set()
    return Body(frozenset(chosen), depth)


def ended(page: Structure, body: Body, authors: Sequence[str]) -> Body:
    """Return an article without what is said of its authors, who are known now."""
    chosen = set(body.chosen)
    trim(page, chosen, authors)
    return replace(body, chosen=frozenset(chosen)) if chosen else body


def _leading_pictures(page: Structure, chosen: set[int], title: range) -> set[int]:
    """Return the pictures between the title and the text, at most three right before the text."""
    first = min(chosen)
    behind = title.stop if title and title.stop <= first else max(0, first - 4)
    found: set[int] = set()
    for index in range(first - 1, max(behind, first - 2 * _NEAR) - 1, -1):
        block = page.blocks[index]
        names = {element.name for element in page.paths[index]}
        is_plain = not (names & FRAMES) and kind_of(block.hints - _LAYOUT) is None
        is_plain &= "figure" in names or parent(page, index) == parent(page, first)
        if block.kind is BlockKind.PICTURE and block.start == block.end and is_plain:
            found.add(index)
        elif is_prose(page.words(index)) and "figcaption" not in names:
            break
    return set(sorted(found)[-3:])


def letters(text: str) -> int:
    """Return how much a text weighs: a Chinese character says as much as two or three letters."""
    return len(text) + sum(2 for char in text if "\u3400" <= char <= "\u9fff")


def link_share(block: Block, words: str) -> float:
    """Return the share of a block's words that are links."""
    if not words or "<a" not in block.html:
        return 0.0
    linked = sum(len(_TAG.sub("", link).strip()) for link in _LINK.findall(block.html))
    return min(1.0, linked / len(words))


def densest(page: Structure) -> list[int]:
    """Return the running text of the element that holds most of it: a page's article, mostly."""
    weights: Counter[int] = Counter()
    held: dict[int, list[int]] = {}
    for index, block in enumerate(page.blocks):
        words = page.words(index)
        names, hints = _inner(page, index, 2)
        is_framed = bool(names & FRAMES) or kind_of(hints) in _CERTAIN
        if is_framed or not is_prose(words) or link_share(block, words) > LINKED:
            continue
        for element in page.paths[index][-3:]:
            if element.name != "html":
                weights[element.at] += letters(words)
                held.setdefault(element.at, []).append(index)
    return held[weights.most_common(1)[0][0]] if weights else []


def is_article(page: Structure, body: Body, claim: Claim) -> bool:
    """Whether what was chosen is one article and no list of others: mostly running text.

    The more surely the page says that it is one, the less text of it is enough.
    """
    texts = [(page.blocks[index], page.words(index)) for index in body.chosen]
    weights = [letters(words) for _, words in texts]
    prose = sum(
        weight
        for (block, words), weight in zip(texts, weights, strict=True)
        if is_prose(words) and link_share(block, words) < LINKED
    )
    if claim is Claim.STATED:
        return prose >= LEAST_LETTERS
    least = LEAST_LETTERS if claim is Claim.SHOWN else 2 * LEAST_LETTERS
    return prose >= least and prose >= 0.4 * sum(weights)


def _after_title(page: Structure, core: Sequence[int], title: range) -> list[int]:
    """Return the core from the title on, where most of it is, without a second heading there."""
    if not title:
        return list(core)
    behind = [index for index in core if index >= title.stop]
    if sum(len(page.words(i)) for i in behind) * 2 < sum(len(page.words(i)) for i in core):
        return list(core)
    while behind and page.blocks[behind[0]].level and behind[0] - title.stop < 3:
        del behind[0]
    return behind


def _is_title(page: Structure, index: int, known: set[str]) -> bool:
    if any(element.name in ("head", "title") for element in page.paths[index]):
        return True
    return page.blocks[index].level == 1 or squeezed(page.words(index)) in known


def _holder(page: Structure, core: Sequence[int]) -> int:
    """Return the depth of the innermost element that holds most of the core."""
    weights = {index: len(page.words(index)) for index in core}
    wanted = MOST * sum(weights.values())
    depth, inside = 0, list(core)
    while True:
        counts: Counter[int] = Counter()
        for index in inside:
            if len(page.paths[index]) > depth:
                counts[page.paths[index][depth].at] += weights[index]
        if not counts:
            return depth
        at, weight = counts.most_common(1)[0]
        if weight < wanted:
            return depth
        inside = [i for i in inside if len(page.paths[i]) > depth and page.paths[i][depth].at == at]
        depth += 1


def _parents(page: Structure, core: Sequence[int]) -> frozenset[int]:
    """Return the elements in which paragraphs of the core stand side by side."""
    weights: Counter[int] = Counter()
    for index in core:
        if is_prose(page.words(index)):
            weights[parent(page, index)] += 1
    return frozenset(weights)


def _inner(page: Structure, index: int, depth: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the hints of what stands between the article's element and a block."""
    path = page.paths[index][depth:]
    names = frozenset(element.name for element in path)
    return names, frozenset().union(*(element.hints for element in path)) if path else frozenset()


def _stays(page: Structure, index: int, depth: int) -> bool:
    """Whether a block that trafilatura kept is the article's after all."""
    words = page.words(index)
    names, hints = _inner(page, index, depth)
    if names & FRAMES or "figcaption" in names:
        return False
    if _leads_off(page, index) or is_caption(page, index):
        return False
    is_beside = not hints.isdisjoint(ABOUT) or kind_of(hints) is not None
    return not (is_beside and (len(words) < 200 or link_share(page.blocks[index], words) > LINKED))


def _leads_off(page: Structure, index: int) -> bool:
    """Whether a line leads to something else: what to read next, a list of links, a widget."""
    words = page.words(index)
    if leads_off(words):
        return True
    if furniture_kind(page.line(index)) is not None:
        return True
    share = link_share(page.blocks[index], words)
    return share > 0.9 and len(words) > 16 and not words.endswith((".", "。"))


def _passed_over(
    page: Structure, chosen: set[int], holders: frozenset[int], depth: int, known: set[str]
) -> set[int]:
    """Return what stands between chosen blocks in the same element, or right beside them."""
    found = set()
    for index in range(min(chosen), max(chosen) + 1):
        if index not in chosen and _belongs(page, index, holders, depth, known):
            found.add(index)
    return _without_loose_headings(page, found, chosen)


def _salutation(page: Structure, chosen: set[int], depth: int, known: set[str]) -> set[int]:
    """Return the lines right above the text in its own element, which does not hold the title."""
    first = min(chosen)
    holder = parent(page, first)
    found: set[int] = set()
    for index in range(first - 1, max(-1, first - 1 - _MOST_ABOVE), -1):
        if parent(page, index) != holder or not page.words(index):
            break
        found.add(index)
    above = first - 1 - len(found)
    is_head = not found or above < 0 or parent(page, above) == holder or len(found) == _MOST_ABOVE
    is_text = all(
        _belongs(page, index, frozenset((holder,)), depth, known)
        and not is_about(page.line(index))
        and not page.blocks[index].level
        for index in found
    )
    return found if is_text and not is_head else set()


def _without_teasers(page: Structure, chosen: set[int]) -> set[int]:
    """Leave out what stands in articles inside the article: other stories, in brief."""
    levels = {index: sum(e.name == "article" for e in page.paths[index]) for index in chosen}
    weights: Counter[int] = Counter()
    for index, level in levels.items():
        weights[level] += len(page.words(index))
    most = max(weights, key=weights.__getitem__, default=0)
    return {index for index in chosen if levels[index] <= most}


def _belongs(
    page: Structure, index: int, holders: frozenset[int], depth: int, known: set[str]
) -> bool:
    block, words = page.blocks[index], page.words(index)
    names, hints = _inner(page, index, depth)
    if names & FRAMES or is_caption(page, index) or not hints.isdisjoint(ABOUT):
        return False
    if block.kind in (BlockKind.PICTURE, BlockKind.RULE):
        return block.kind is BlockKind.PICTURE and kind_of(hints) is None
    if kind_of(hints) is not None or _leads_off(page, index) or squeezed(words) in known:
        return False
    if link_share(block, words) > LINKED:
        return False
    return parent(page, index) in holders or (is_prose(words) and len(words) > 80)


def _without_loose_headings(page: Structure, found: set[int], chosen: set[int]) -> set[int]:
    """Leave out headings that nothing of the article follows closely."""
    kept = set(found)
    after = max(chosen)
    for index in range(after, min(chosen), -1):
        is_heading = page.blocks[index].kind is BlockKind.HEADING
        if index in found and is_heading and after - index > _CLOSELY:
            kept.discard(index)
        if index in kept or index in chosen:
            after = index
    return kept
