"""Who made an article, as the page prints it: a role's word and a name, never a name alone.

The one exception is a line that is shaped as a name and stands between title and day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.ingest.records import BlockKind, Credit, Evidence, Marked, PartKind, RawDocument
from articles.text.bylines import credit_line, rare_credit
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.inner_bylines import caption_credits, inline_credits
from articles.text.lexicon import WRITERS, Role
from articles.text.names import is_han_name, marked_names
from articles.text.role_labels import Named, lone_label

# Bylines in brackets stand at a text's ends; in the middle they are somebody else's.
ENDS = 3
CAPTION_MARKS = ("▲", "△", "▼", "↑")


@dataclass(frozen=True, slots=True)
class Credits:
    """An article's credits in the order they are printed, its writers, and what shows them."""

    credits: tuple[Credit, ...] = ()
    authors: tuple[str, ...] = ()
    evidence: Evidence | None = None


def find_credits(raw: RawDocument, marked: Sequence[Marked]) -> Credits:
    """Return the credits of one article, from its credit lines and the bylines in its body."""
    found: dict[tuple[Role, str, str], Named] = {}
    evidence: Evidence | None = None
    for one, rule, named in _all(raw, marked):
        label, name = one_line(named.label), name_of(named.name)
        if not name:
            continue
        found.setdefault((named.role, label, name), Named(named.role, label, name))
        evidence = evidence or Evidence(rule, one.block.line, raw.words(one.block)[:200])
    labels = {named.name for named in found.values() if named.label}
    labelled = [named for named in found.values() if named.label or named.name not in labels]
    credits = tuple(Credit(named.role, named.label, named.name) for named in labelled)
    authors = dict.fromkeys(named.name for named in labelled if named.role in WRITERS)
    return Credits(credits, tuple(authors), evidence)


def with_named(people: Iterable[Named], evidence: Evidence | None, printed: Credits) -> Credits:
    """Return those named beside a text, then those that it prints, each once.

    `evidence` shows the names beside the text. Names are spelled as they are first.
    """
    first: dict[str, Named] = {}
    for person in people:
        first.setdefault(fold(person.name), person)
    known = {fold(credit.name) for credit in printed.credits}
    added = [Credit(p.role, p.label, p.name) for key, p in first.items() if key not in known]
    writers: dict[str, str] = {}
    for name in (*(p.name for p in first.values() if p.role in WRITERS), *printed.authors):
        writers.setdefault(fold(name), name)
    shown = evidence if first else printed.evidence
    return Credits((*added, *printed.credits), tuple(writers.values()), shown)


def _all(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[tuple[Marked, str, Named]]:
    marked = [one for one in marked if one.block.kind is not BlockKind.HEADER]
    body = [one for one in marked if one.kind is PartKind.BODY]
    for one in body[:ENDS]:
        yield from ((one, "inline", named) for named in inline_credits(raw.words(one.block)))
    label = ""
    for one in marked:
        if not one.reason and one.kind in (PartKind.CREDIT, PartKind.METADATA):
            for words in map(str.strip, raw.visible(one.block).splitlines()):
                yield from ((one, "credit_line", named) for named in _of_line(label + words))
                label = words if lone_label(words) else ""
    for one in body[max(ENDS, len(body) - ENDS) :]:
        yield from ((one, "inline", named) for named in inline_credits(raw.words(one.block)))


def _of_line(words: str) -> tuple[Named, ...]:
    found = marked_names(words) or ((words,) if is_han_name(words) else ())
    if found:
        return tuple(Named(Role.AUTHOR, "", name) for name in found)
    caption = caption_credits(words)
    if words[:1] in CAPTION_MARKS:
        return caption or credit_line(words)
    return inline_credits(words) or credit_line(words) or caption or rare_credit(words)
