"""Keeps copies and shared passages in step with the texts of articles.

1  the text's former sample, pairs and passages go
2  it is entered into the index, which tells who chose the same shingles
3  who shares enough of them is compared whole: a copy, if most of the shorter text agrees
4  families are made anew from the pairs of copies
5  with all others, what stands in both is kept as passages
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles.copies import families, index
from articles.copies.index import Meeting, Meetings, Text
from articles.copies.sieve import Sieve
from articles.models import Article, Copy, Family, Passage, Sample
from articles.text.overlaps import Traced, overlaps, seeds_of, traced
from articles.text.prepared import Prepared
from articles.text.shingles import Shingles, containment, shingles, squeezed

# How much of the shorter text has to stand in the longer one. Of 1,114 real texts with 30 % of
# their sentences deleted or changed, cut to a half, put between other words or written in other
# widths, every one kept 0.69 or more; 0.81 of those with 30 % of their sentences replaced kept 0.5.
# Reports of one ceremony after the other reached 0.52, two sample pages of one theme 0.56, all
# other unrelated pairs (of 620,000) less.
LEAST_CONTAINED = 0.6
# The same of chosen shingles, which costs nothing: the least of those copies had 0.5.
LEAST_CHOSEN = 0.2
# Other articles that one is compared with, those that share most.
MOST_OTHERS = 40


@dataclass(slots=True)
class _Article:
    """A text that has met others; the forms that comparing needs are made when it does."""

    pk: int
    source: int | None
    body_text: str
    _squeezed: str | None = None
    _traced: Traced | None = None

    @property
    def squeezed(self) -> str:
        if self._squeezed is None:
            self._squeezed = squeezed(self.body_text)
        return self._squeezed

    @property
    def traced(self) -> Traced:
        if self._traced is None:
            self._traced = traced(self.body_text)
        return self._traced


@dataclass(slots=True)
class _Found:
    copies: list[Copy] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def sieve() -> Sieve:
    """Return what a run of many batches gives to `follow` each time."""
    return Sieve(index.hashes_after)


# Within a batch no savepoint: SQLite would keep a copy of each page that is written, in memory.
@transaction.atomic(savepoint=False)
def follow(
    articles: Sequence[Article],
    *,
    are_new: bool = False,
    sieve: Sieve | None = None,
    prepared: Mapping[str, Prepared] | None = None,
) -> None:
    """Bring copies and passages in step with the texts of articles that have just been written.

    Nothing is done for texts that have not changed. A fixed number of statements. `prepared` may
    have the shingles of some texts, by the text.
    """
    changed = list(articles) if are_new else _changed(articles)
    if not changed:
        return
    pks = [article.pk for article in changed]
    if not are_new:
        _forget(pks)
    texts = {one.pk: _Article(one.pk, one.source_id, one.body_text) for one in changed}
    of_text = prepared or {}
    entered = [
        Text(one.pk, _digest(one), _shingles(texts[one.pk], of_text.get(one.body_text)))
        for one in changed
    ]
    found_by = sieve or Sieve(index.hashes_after)
    meetings = [_nearest(one) for one in index.enter(entered, found_by)]
    texts |= _load({other for one in meetings for other in one} - texts.keys())
    found = _Found()
    for text, others in zip(entered, meetings, strict=True):
        for other, meeting in others.items():
            _compare(texts[text.article], texts[other], text.size, meeting, found)
    Copy.objects.bulk_create(found.copies)
    Passage.objects.bulk_create(found.passages)
    if found.copies or not are_new:
        families.regroup(pks)


@transaction.atomic
def leave(articles: Collection[int], delete: Callable[[], Any]) -> Any:
    """Let articles go by `delete`, and families go on without them."""
    left = set(
        Article.objects.filter(pk__in=articles, family__isnull=False)
        .order_by()
        .values_list("family", flat=True)
    )
    done = delete()
    if left:
        families.regroup((), left)
        # Where all members went at once nobody is left to group.
        Family.objects.filter(pk__in=left, articles__isnull=True).delete()
    return done


def rebuild(progress: Callable[[int], Any] = bool, *, batch: int = 100) -> int:
    """Enter all texts that have not been entered, those imported first before; return how many.

    In batches that each stand by themselves, so that what was stopped goes on. `progress` is told
    after each how many more are done.
    """
    if index.missing():
        clear()
    of_run = sieve()
    waiting = Article.objects.exclude(sample__rules=index.RULES).order_by("pk")
    waiting = waiting.only("source", "family", "body_text")
    last = done = 0
    while found := list(waiting.filter(pk__gt=last)[:batch]):
        follow(found, sieve=of_run)
        last = found[-1].pk
        done += len(found)
        progress(len(found))
    return done


def missing() -> int:
    """Return how many articles have not been entered by the present rules."""
    return Article.objects.exclude(sample__rules=index.RULES).count()


@transaction.atomic
def clear() -> None:
    """Forget all that `follow` has made."""
    index.clear()
    Copy.objects.all().delete()
    Passage.objects.all().delete()
    Article.objects.filter(family__isnull=False).update(family=None)
    Family.objects.all().delete()


def _changed(articles: Sequence[Article]) -> list[Article]:
    """Return the articles whose text or source is not what was entered.

    What else has changed of the others may have changed who stands for their families.
    """
    pks = [article.pk for article in articles]
    entered = Sample.objects.filter(article__in=pks, rules=index.RULES)
    digests = dict(entered.values_list("article", "digest"))
    changed = [one for one in articles if digests.get(one.pk) != _digest(one)]
    same = {one.family_id for one in articles if one not in changed and one.family_id}
    if same:
        families.choose_canonical(same)
    return changed


def _shingles(article: _Article, prepared: Prepared | None) -> Shingles:
    return shingles(article.squeezed) if prepared is None else prepared.shingles


def _digest(article: Article) -> str:
    said = f"{article.source_id} {article.body_text}".encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _forget(articles: Collection[int]) -> None:
    pairs = Q(article__in=articles) | Q(other__in=articles)
    Copy.objects.filter(pairs).delete()
    Passage.objects.filter(pairs).delete()
    Sample.objects.filter(article__in=articles).delete()


def _nearest(meetings: Meetings) -> Meetings:
    """Return the meetings with most in common, in order."""
    ranked = sorted(meetings.items(), key=lambda one: (-len(one[1].shared), one[0]))
    return dict(ranked[:MOST_OTHERS])


def _load(articles: Iterable[int]) -> dict[int, _Article]:
    rows = Article.objects.filter(pk__in=list(articles)).order_by()
    found = rows.values_list("pk", "source", "body_text")
    return {pk: _Article(pk, source, text) for pk, source, text in found}


def _compare(one: _Article, other: _Article, size: int, meeting: Meeting, found: _Found) -> None:
    if _are_alike(one, other, len(meeting.shared) / min(size, meeting.size)):
        if one.source != other.source:
            first, second = sorted((one.pk, other.pk))
            found.copies.append(Copy(article_id=first, other_id=second))
    elif meeting.places:
        found.passages += _passages(one, other, meeting.places)


def _are_alike(one: _Article, other: _Article, chosen: float) -> bool:
    return chosen >= LEAST_CHOSEN and containment(one.squeezed, other.squeezed) >= LEAST_CONTAINED


def _passages(one: _Article, other: _Article, places: Sequence[int]) -> Iterator[Passage]:
    is_first = one.pk < other.pk
    for overlap in overlaps(one.traced, other.traced, seeds_of(one.squeezed, places)):
        here, there = (overlap.start, overlap.end), (overlap.other_start, overlap.other_end)
        first, second = (here, there) if is_first else (there, here)
        yield Passage(
            article_id=min(one.pk, other.pk),
            start=first[0],
            end=first[1],
            other_id=max(one.pk, other.pk),
            other_start=second[0],
            other_end=second[1],
        )
