"""What readers were told about corrections, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from articles.choices import Precision
from articles.models import Card, Revision
from articles.web.dates import Shown, shown_in_lists
from articles.web.listing import Page, Place, Row, turned

# In the words of the index: SQLite knows a partial index by those alone, and parameters are none.
_SAYS_SOMETHING = RawSQL("NOT (articles_revision.correction = '')", (), output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Note:
    """A correction note, and the article that it is about."""

    date: Shown
    text: str
    title: str
    language: str
    url: str


def corrections(place: Place | None, at: datetime) -> tuple[Page, list[Note]]:
    """Return a page of the notes to articles that readers see, in two queries."""

    def walk(place: Place | None, size: int) -> Sequence[Row]:
        is_there = Card.objects.published(at).filter(pk=OuterRef("article"))
        rows = Revision.objects.filter(_SAYS_SOMETHING, Exists(is_there), _from(place, at))
        sign = "-" if place is None or place.is_older else ""
        ordered = rows.order_by(f"{sign}visible_from", f"{sign}article__public_id")
        found = ordered.values_list("visible_from", "article__public_id", "pk")[:size]
        return [(moment, public_id, key) for moment, public_id, key in found if moment]

    page = turned(walk, place)
    return page, _notes(page)


def _from(place: Place | None, at: datetime) -> Q:
    if place is None:
        return Q(visible_from__lte=at)
    behind = Q(place.condition("visible_from", "article__public_id"))
    return behind & ~Q(visible_from__gt=at)


def _notes(page: Page) -> list[Note]:
    fields = ("correction", "visible_from", "article__public_id", "article__title")
    rows = Revision.objects.select_related("article").only(*fields, "article__language")
    found = rows.in_bulk(page.keys)
    return [_note(found[key], moment) for moment, _id, key in page.rows if key in found]


def _note(revision: Revision, moment: datetime) -> Note:
    article = revision.article
    date = shown_in_lists(moment, Precision.TIME)
    url = article.get_absolute_url()
    return Note(date, revision.correction, article.title, article.language, url)
