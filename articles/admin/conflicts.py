"""What a conflict shows: the last imported value, the editor's and the source's, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import words
from articles.admin import columns
from articles.admin.history import name_of
from articles.choices import CreditRole, ImageRole, Precision, Resolution
from articles.ingest import store
from articles.models import Article, Category, Conflict
from articles.text.html import Unclean, clean_html, text_of
from articles.text.paragraphs import Blocks, Kind, Piece, blocks, changes, pieces

KINDS: Mapping[Kind, str | Promise] = {
    Kind.SAME: _("the same"),
    Kind.OURS: _("changed here"),
    Kind.THEIRS: _("changed by the source"),
    Kind.BOTH: _("changed alike on both sides"),
    Kind.CONFLICT: _("changed on both sides"),
}
# Of a text that is the same on all sides, as much as one wants to find the place by.
MOST_ALIKE = 60
LISTS = frozenset({"credits", "pictures", "categories", "keywords"})

Stretches = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the three values; each side with what the last imported value lacks."""

    kind: Kind
    base: Stretches
    ours: Stretches
    theirs: Stretches
    alike: str = ""  # the beginning of what is the same on all sides
    count: int = 1

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class Three:
    """A conflict as its page shows it."""

    name: str
    rows: list[Row]
    # Whether somebody has changed the value again since the conflict was queued.
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open conflict as its article's page names it."""

    pk: int
    name: str
    incoming: str


def open_of(article: Article) -> list[Waiting]:
    """Return what waits for an answer about an article."""
    rows = Conflict.objects.filter(article=article, resolution=Resolution.OPEN).order_by("pk")
    return [Waiting(row.pk, name_of(row.field), brief(row.field, row.incoming)) for row in rows]


def brief(name: str, value: Any) -> str:
    shown = Shown([value]) if name == "categories" else Shown()
    between = " " if name == "body" else "; "
    return between.join(text_of(one) or one for one in shown.lines(name, value)) or columns.EMPTY


def three_of(conflict: Conflict) -> Three:
    """Compare the three values: as they are now, or as they were when it was settled."""
    base, present = conflict.base, conflict.present
    if conflict.resolution == Resolution.OPEN:
        base, present = store.standing(conflict)
    values = (base, present, conflict.incoming)
    shown = Shown(values) if conflict.field == "categories" else Shown()
    lines = [tuple(shown.lines(conflict.field, value)) for value in values]
    return Three(
        name_of(conflict.field),
        [row_of(piece, is_markup=conflict.field == "body") for piece in cut(*lines)],
        has_moved=present != conflict.present,
    )


def cut(base: Blocks, ours: Blocks, theirs: Blocks) -> Sequence[Piece]:
    if max(map(len, (base, ours, theirs))) <= 1:
        return [Piece(base, ours, theirs)]
    return pieces(base, ours, theirs)


def row_of(piece: Piece, *, is_markup: bool) -> Row:
    texts = [_text(side, is_markup=is_markup) for side in (piece.base, piece.ours, piece.theirs)]
    if piece.kind is Kind.SAME:
        alike = Truncator(texts[0]).chars(MOST_ALIKE)
        return Row(piece.kind, [], [], [], alike, len(piece.base))
    if is_markup and len(set(texts)) == 1:
        texts = ["\n".join(side) for side in (piece.base, piece.ours, piece.theirs)]
    base, ours, theirs = texts
    lost = changes(ours if piece.kind is Kind.OURS else theirs, base)
    return Row(piece.kind, lost, changes(base, ours), changes(base, theirs))


def _text(side: Iterable[str], *, is_markup: bool) -> str:
    """Return blocks as people read them; one without words, such as a picture, as it is written."""
    return "\n".join((text_of(one) or one) if is_markup else one for one in side)


@dataclass(slots=True)
class Shown:
    """Says values in words; knows the names of the categories in those it is made with."""

    values: Iterable[Any] = ()
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = {public_id for value in self.values for public_id in value or ()}
        if ids:
            found = Category.objects.filter(public_id__in=ids)
            self.names = dict(found.values_list("public_id", "name"))

    def lines(self, name: str, value: Any) -> Iterator[str]:
        """Yield a value in lines that can be compared: a body's blocks, a list's rows."""
        if name == "body":
            yield from _blocks(value or "")
        elif name in LISTS:
            yield from (self._row(name, row) for row in value or ())
        elif name == "originally_published":
            yield _moment(value)
        elif value not in (None, ""):
            yield _plain(value)

    def _row(self, name: str, row: Any) -> str:
        if name == "categories":
            return self.names.get(row, str(row))
        if name == "keywords":
            return str(row)
        roles = ImageRole if name == "pictures" else CreditRole
        place = 1 if name == "pictures" else 0
        said = [*row]
        said[place] = words.said(dict(roles.choices), row[place])
        return " · ".join(filter(None, said))


def _blocks(value: str) -> Blocks:
    try:
        return blocks(clean_html(value))
    except Unclean:
        return (value,)


def _moment(value: Sequence[str] | None) -> str:
    if not value:
        return columns.EMPTY
    moment, precision = value
    return columns.moment(parse_datetime(moment), precision or Precision.TIME)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
