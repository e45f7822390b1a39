"""The text of a WordPress post as its readers see it: blank lines part paragraphs there.

Posts of the classic editor are HTML without `p`: the site makes paragraphs of blank lines and
breaks of the others when it shows them (`wpautop`). Posts of the block editor, which hold
`<!-- wp:`, are whole HTML and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from articles.ingest.formats.elements import BREAKING, FORMATS, HEADINGS, WHOLES
from articles.ingest.formats.tags import Tag, tags

_BLOCKS = re.compile(r"<!--\s*wp:")
_BLANK = re.compile(r"\n[^\S\n]*(?=\n)")
_PARTS = frozenset({*WHOLES, *HEADINGS, *BREAKING, "p", "hr", "br"})
# Between these, lines are the markup's own.
_KEPT = frozenset({*WHOLES, "p"}) - {"blockquote"}


def with_paragraphs(html: str) -> str:
    """Return a post with the paragraphs and breaks that its blank and other lines stand for.

    The text nodes stay as they are, so that places in it stay where they were.
    """
    if "\n" not in html or _BLOCKS.search(html):
        return html
    return "".join(_pieces(html))


def _pieces(html: str) -> Iterator[str]:
    kept, at = 0, 0
    before: Tag | None = None
    waiting = [*tags(html)]
    for index, tag in enumerate(waiting):
        yield html[at : tag.start]
        words = html[tag.start : tag.end]
        at = tag.end
        if tag.name in _KEPT and not tag.rest.endswith("/"):
            kept = max(0, kept - 1) if tag.closes else kept + 1
        elif not tag.name and not kept and "\n" in words:
            after = waiting[index + 1] if index + 1 < len(waiting) else None
            words = _with_lines(words, starts=_is_part(before), ends=_is_part(after))
        yield words
        before = tag
    yield html[at:]


def _with_lines(words: str, *, starts: bool, ends: bool) -> str:
    """Return a text node with a tag at each of its line breaks but those next to a block's tag."""
    lead = len(words) - len(words.lstrip()) if starts else 0
    tail = len(words.rstrip()) if ends else len(words)
    if lead >= tail:
        return words
    inside = _BLANK.sub(lambda found: f"<p>{found[0]}", words[lead:tail])
    lines = inside.split("\n")
    joints = (_joint(*pair) for pair in pairwise(lines))
    joined = "".join(chain.from_iterable(zip(lines, chain(joints, [""]), strict=True)))
    return f"{words[:lead]}{joined}{words[tail:]}"


def _joint(line: str, following: str) -> str:
    is_blank = not line.strip() or line.rstrip().endswith("<p>") or not following.strip()
    return "\n" if is_blank else "<br>\n"


def _is_part(tag: Tag | None) -> bool:
    """Whether a tag, or the end of the text, parts lines by itself."""
    return tag is None or (tag.name in _PARTS and tag.name not in FORMATS)
