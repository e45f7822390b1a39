"""Lines that return in a source's articles, proposed as furniture: an editor decides.

What is counted are paragraphs of stored texts, so what reading has left out already, or an editor
has approved, is no longer there to be proposed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from articles.choices import LineStatus
from articles.ingest.clean.learned import key
from articles.ingest.store.values import cut, source_fold
from articles.models import Article, LearnedLine, Source
from articles.turns import writing_alone

# A line in fewer documents is a chance; one in a smaller share of them belongs to a few texts.
LEAST_DOCUMENTS = 5
LEAST_SHARE = 0.02
# Different lines that are counted at once; beyond that those met only once are forgotten.
MOST_LINES = 500_000
A_PAGE = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line as it was first met, with how many of a source's articles have it."""

    source: str
    line: str
    articles: int
    of: int


def propose(names: Collection[str] = (), *, is_dry: bool = False) -> list[Proposal]:
    """Return the lines that return in articles of the sources (of all by default), most first.

    They are stored to be decided on, unless `is_dry`; what was rejected is not proposed again.
    """
    sources = Source.objects.filter(name__in=names) if names else Source.objects.all()
    found: list[Proposal] = []
    for pk, name in sources.order_by("name").values_list("pk", "name"):
        lines = LearnedLine.objects.filter(source=pk).exclude(status=LineStatus.PROPOSED)
        decided = {key(line) for line in lines.values_list("line", flat=True)}
        proposals = [one for one in _of_source(pk, name) if key(one.line) not in decided]
        if not is_dry:
            _keep(pk, proposals)
        found += proposals
    return found


def approved() -> dict[str, frozenset[str]]:
    """Return the keys of approved lines by the folded names of their sources."""
    rows = LearnedLine.objects.filter(status=LineStatus.APPROVED).order_by("pk")
    lines: dict[str, set[str]] = defaultdict(set)
    for name, line in rows.values_list("source__name", "line"):
        lines[source_fold(name)].add(key(line))
    return {name: frozenset(keys - {""}) for name, keys in lines.items()}


def _of_source(pk: int, name: str) -> list[Proposal]:
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    number = 0
    for text in _texts(pk):
        number += 1
        for line in _lines(text):
            counted[line] += 1
        if len(counted) > MOST_LINES:
            counted = Counter({line: n for line, n in counted.items() if n > 1})
    least = max(LEAST_DOCUMENTS, round(LEAST_SHARE * number))
    returning = {line for line, n in counted.items() if n >= least}
    if returning:
        first = _spellings(pk, returning)
    ordered = sorted(first, key=lambda line: (-counted[line], first[line]))
    return [Proposal(name, first[line], counted[line], number) for line in ordered]


def _spellings(pk: int, keys: set[str]) -> dict[str, str]:
    """Return each line as the first article that has it spells it."""
    found: dict[str, str] = {}
    for text in _texts(pk):
        for line in text.splitlines():
            if (of_line := key(line)) in keys:
                found.setdefault(of_line, cut(line.strip(), LearnedLine, "line"))
    return found


def _texts(pk: int) -> Iterator[str]:
    rows = Article.objects.filter(source=pk).order_by("pk").values_list("body_text", flat=True)
    return rows.iterator(chunk_size=A_PAGE)


def _lines(text: str) -> set[str]:
    """Return the keys of a text's lines, each once."""
    return {key(line) for line in text.splitlines()} - {""}


def _keep(source: int, proposals: Collection[Proposal]) -> None:
    """Store what is proposed in place of what was and nobody has decided on."""
    stale = LearnedLine.objects.filter(source=source, status=LineStatus.PROPOSED)
    with writing_alone():
        stale.exclude(line__in=[one.line for one in proposals]).delete()
        LearnedLine.objects.bulk_create(
            [LearnedLine(source_id=source, line=p.line, documents=p.articles) for p in proposals],
            update_conflicts=True,
            unique_fields=["source", "line"],
            update_fields=["documents"],
        )
