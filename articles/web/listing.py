"""A page of a list: a fixed number of queries, and page 10,000 costs what page 1 does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import Http404

from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Article, ArticleQuerySet
from articles.web.cards import Card, for_cards

# Full rows of two cards and of three; see the grid in site.css.
PAGE_SIZE = 18

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(rf"(-?[0-9]{{1,18}})\.({PUBLIC_ID_PATTERN})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles of a list, newest first; `older` is the cursor of the next page or ""."""

    articles: list[Article]
    older: str
    is_first: bool

    @property
    def cards(self) -> list[Card]:
        return [Card(article) for article in self.articles]


def page_of(articles: ArticleQuerySet, before: str = "") -> Page:
    """Return the newest of `articles`, or those that stand behind the cursor `before`.

    A cursor is a place and no article: it stays good when the article it was made from goes.
    Raises Http404 for what is no cursor.
    """
    ordered = for_cards(articles)
    if before:
        place = Tuple(F("sort_at"), F("public_id"))
        ordered = ordered.filter(TupleLessThan(place, _place(before)))
    found = list(ordered[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = len(found) > len(shown)
    return Page(shown, _cursor(shown[-1]) if more else "", is_first=not before)


def _cursor(article: Article) -> str:
    return f"{(article.sort_at - _EPOCH) // _MICROSECOND}.{article.public_id}"


def _place(cursor: str) -> tuple[datetime, str]:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    try:
        return _EPOCH + int(match[1]) * _MICROSECOND, match[2]
    except OverflowError as error:
        raise Http404 from error
