"""Which articles a list shows: entries of one heading, walked in the order of an index.

However a list is narrowed, one thing leads and the others are asked about each entry that it
leads to (another heading by the unique index of card and heading):

    one heading            its own index, from the place of the page on
    several headings       the index of the rarest
    a span of dates        that same index, where it holds the list's order
    a span of the other    the span, if it holds few entries; else the list's own order
    changed since          the indexes of changes and of what appeared, if there are few in both;
                           else the list's own order
    copies of one          what has been compared with it
    words                  with headings alone and by publication, for everybody, as
                           `articles.search.newest` finds them; else what
                           holds them, if that is little; else the list's own order, each entry
                           looked up among what holds them, or in the index if that is a lot

Which is the rarest is counted up to `MANY`, all in one query. What no index serves well: two
common headings, or a common one and a long span of the other date, that hardly any article has
in common; then as many entries of the rarer are passed over as stand before the page is full.

What is scheduled is listed already. A list by publication ends where it begins; by the other date
it may stand anywhere (ahead of everything, or where its original date is), and whoever passes over
it need not look further than into the index of the list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Protocol

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.expressions import RawSQL

from articles.models import Article, Card, Copy, Listed
from articles.text.headings import Kind, heading

# Entries that are sorted in no time, and more than any page.
MANY = 2_000
# Articles that hold words, beyond which the index is asked about one after the other instead: each
# time, that costs as much as going through two hundred.
LOTS = 20_000

_MOMENT = timedelta(microseconds=1)
# Of its type's own width: PostgreSQL would be told that no number so large is among integers.
_SUM = ExpressionWrapper(F("heading") + 0, output_field=BigIntegerField())


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until before another; either may be open."""

    start: datetime | None = None
    end: datetime | None = None

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None

    def towards(self, column: str, place: datetime, *, later: bool) -> Q:
        """The condition for whoever walks from a place to the later or the earlier end.

        Within the span, only that end is to be found in the index, beside the place.
        """
        if (self.start and place < self.start) or (self.end and place >= self.end):
            return self.condition(column)
        ahead, behind = Span(end=self.end), Span(start=self.start)
        if not later:
            ahead, behind = behind, ahead
        return ahead.condition(column) & behind.passed_over(column)

    def condition(self, column: str) -> Q:
        bounds = {f"{column}__gte": self.start, f"{column}__lt": self.end}
        return Q(**{name: moment for name, moment in bounds.items() if moment is not None})

    def passed_over(self, column: str) -> Q:
        """The same, in words that SQLite does not take for a way into an index."""
        bounds = {f"{column}__lt": self.start, f"{column}__gte": self.end}
        return Q(*(~Q(**{name: at}) for name, at in bounds.items() if at is not None))


EVER = Span()
EVERYTHING = heading(Kind.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom and when: a partner may see what is under embargo."""

    at: datetime
    is_partner: bool = False

    @property
    def _start(self) -> str:
        return "released_from" if self.is_partner else "visible_from"

    def sees(self, path: str = "") -> Q:
        """The condition for what is visible, at the end of a path that always leads to a card."""
        # Not `<=`: SQLite would take that for the best way into an index of cards, where a list's
        # own index starts at the right place.
        not_yet, over = f"{path}{self._start}__gt", f"{path}visible_until__lte"
        return ~Q(**{not_yet: self.at}) & ~Q(**{over: self.at})

    def sees_changed(self, since: datetime, path: str = "") -> Q:
        """The condition for what has changed or appeared since, or both, of what is visible.

        Partners see something appear when it is released, and its embargo end.
        """
        is_old = {f"{path}updated_at__lt": since, f"{path}visible_from__lt": since}
        if not self.is_partner:
            return ~Q(**is_old)
        is_held = Q(**{f"{path}visible_from__gt": self.at, f"{path}released_from__lt": since})
        return ~Q(**is_old) & ~(is_held & Q(**{f"{path}updated_at__lt": since}))

    def sees_article(self, path: str = "") -> Q:
        """The same of articles at the end of `path`, which have a card or none."""
        begun, not_over = f"{path}card__{self._start}__lte", f"{path}card__visible_until__gt"
        return Q(**{begun: self.at, not_over: self.at})


class Holding(Protocol):
    """Articles that hold words, whoever knows which those are."""

    @property
    def keys(self) -> RawSQL: ...

    @property
    def rows(self) -> RawSQL: ...

    def among(self, article: str) -> Expression: ...


# Keys of articles.
Keys = QuerySet[Any, Any] | RawSQL


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `order` is the column of its order."""

    headings: tuple[int, ...] = ()
    order: str = "published_at"
    published_at: Span = EVER
    sort_at: Span = EVER
    updated_since: datetime | None = None
    family: str = ""
    holding: Holding | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is narrowed to headings alone."""
        return self == Wanted(self.headings, self.order)

    @property
    def is_of_words(self) -> bool:
        """Whether it is narrowed to words and headings alone, in the order of publication."""
        return self.holding is not None and self == Wanted(self.headings, holding=self.holding)

    def in_order(self, at: datetime) -> Span:
        """The span of what the list is sorted by; whoever walks the list keeps within it.

        Nobody sees at a moment what is published later; of the other date that bounds nothing.
        """
        if self.order != "published_at":
            return self.sort_at
        begun, end = at + _MOMENT, self.published_at.end
        return Span(self.published_at.start, min(begun, end or begun))

    @property
    def across(self) -> tuple[str, Span]:
        """The column that the list is not sorted by, and its span."""
        if self.order == "published_at":
            return "sort_at", self.sort_at
        return "published_at", self.published_at


def entries(wanted: Wanted, reader: Reader) -> QuerySet[Listed]:
    """Return the entries that a list shows, each article once, but for the span in its order.

    Asks the database which of several things is the rarest; else one query, yet to be made.
    """
    headings = wanted.headings or (EVERYTHING,)
    way = _way(wanted, headings, reader)
    conditions: list[Any] = [reader.sees("card__"), *_conditions(wanted, reader)]
    if wanted.holding is not None and not isinstance(way.led, RawSQL):
        is_one = Q(card__in=wanted.holding.keys)
        conditions.append(wanted.holding.among("card") if way.is_asked else is_one)
    if way.led is None:
        rows = Listed.objects.filter(*conditions, heading=way.heading)
    else:
        # No index can be entered by a sum, so that only the way by the card is left.
        by_card = Listed.objects.alias(number=_SUM)
        rows = by_card.filter(*conditions, number=way.heading, card__in=way.led)
    for other in headings:
        if other != way.heading:
            beside = Listed.objects.filter(card=OuterRef("card"), heading=other)
            rows = rows.filter(Exists(beside))
    return rows


def copies_of(pks: Collection[int], reader: Reader) -> dict[int, set[int]]:
    """Return for each article its copies, and theirs, in one query.

    Only what connects them by pairs of articles that the reader sees: a family may be held
    together by one that is not published.
    """
    families = Article.objects.filter(pk__in=pks, family__isnull=False).values("family").order_by()
    pairs = Copy.objects.filter(
        reader.sees_article("article__"),
        reader.sees_article("other__"),
        article__family__in=families,
    )
    groups = {pk: {pk} for pk in pks}
    for pair in pairs.values_list("article", "other"):
        few, many = sorted((groups.setdefault(pk, {pk}) for pk in pair), key=len)
        if few is not many:
            many |= few
            groups |= dict.fromkeys(few, many)
    return {pk: groups[pk] - {pk} for pk in pks}


def _conditions(wanted: Wanted, reader: Reader) -> Iterator[Q]:
    yield ~Q(published_at__gt=reader.at)
    column, across = wanted.across
    if across:
        yield across.passed_over(column)
    if wanted.updated_since is not None:
        yield reader.sees_changed(wanted.updated_since, "card__")


@dataclass(frozen=True, slots=True)
class _Way:
    """The heading to walk along; and cards instead, where these are few.

    Words are held by so many that the index is asked about each, where it `is_asked`.
    """

    heading: int
    led: Keys | None = None
    is_asked: bool = False


def _way(wanted: Wanted, headings: Sequence[int], reader: Reader) -> _Way:
    if wanted.family:
        return _Way(headings[0], _of_family(wanted.family, reader), is_asked=True)
    few = list(_maybe_few(wanted, headings[0], reader))
    if len(headings) == 1 and not few:
        return _Way(headings[0])
    walks = [Listed.objects.filter(heading=number).values("heading") for number in headings]
    # To choose a way no text is read: what may hold a phrase counts.
    held = [wanted.holding.rows] if wanted.holding else []
    counts = _counts([*walks, *few[: len(few) - len(held)], *held])
    rarest = min(range(len(counts)), key=counts.__getitem__)
    walked = min(range(len(headings)), key=counts.__getitem__)
    is_few = rarest >= len(headings) and counts[rarest] < MANY
    led = few[rarest - len(headings)] if is_few else None
    return _Way(headings[walked], led, is_asked=counts[-1] >= LOTS)


def _maybe_few(wanted: Wanted, number: int, reader: Reader) -> Iterator[Keys]:
    """Yield the keys of what may be fewer than any heading has entries; perhaps some twice.

    Last those of what holds words.
    """
    column, across = wanted.across
    if across:
        of_heading = Listed.objects.filter(heading=number)
        yield of_heading.filter(across.condition(column)).values("card")
    if wanted.updated_since is not None:
        changed = Card.objects.filter(updated_at__gte=wanted.updated_since).values("pk")
        # Each along its own index, and no further than anybody counts.
        yield changed.union(_appeared(wanted.updated_since, reader), all=True)
    if wanted.holding is not None:
        yield wanted.holding.keys


def _appeared(since: datetime, reader: Reader) -> QuerySet[Any, Any]:
    appeared = Card.objects.filter(visible_from__gte=since).values("pk")
    # What partners see before, they find here by when everybody will.
    return appeared if reader.is_partner else appeared.filter(visible_from__lte=reader.at)


def _of_family(public_id: str, reader: Reader) -> QuerySet[Any, Any]:
    """One article that the reader sees and its copies; nothing where there is none."""
    seen = Article.objects.filter(reader.sees_article(), public_id=public_id).order_by()
    pks = list(seen.values_list("pk", flat=True))
    found = {*pks, *chain.from_iterable(copies_of(pks, reader).values())}
    return Article.objects.filter(pk__in=found).values("pk").order_by()


def _counts(rows: Sequence[Keys]) -> list[int]:
    """Count rows in one query, each up to `MANY`, what holds words up to `LOTS`."""
    compiled = list(map(_limited, rows))
    parts = [f"(SELECT COUNT(*) FROM ({sql}) AS few)" for sql, _values in compiled]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(parts)}", [value for _sql, values in compiled for value in values]
        )
        return list(cursor.fetchone() or ())


def _limited(rows: Keys) -> tuple[str, Sequence[Any]]:
    if isinstance(rows, RawSQL):
        return f"{rows.sql} LIMIT {LOTS}", rows.params
    return rows.order_by()[:MANY].query.sql_with_params()


def counted(rows: QuerySet[Listed], most: int) -> int:
    """Return how many entries there are, but never more than one above `most`."""
    return rows.order_by()[: most + 1].count()
