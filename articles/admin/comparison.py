"""What two people made of the same article, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.text import capfirst

from articles import revisions
from articles.admin.columns import EMPTY
from articles.models import Article
from articles.text.html import text_of

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs; `is_taken` where only the others changed it, so theirs stands."""

    name: str
    label: str
    theirs: str
    yours: str
    is_taken: bool


@dataclass(slots=True)
class Comparison:
    """The present article beside the values somebody wanted to save over an earlier version."""

    present: Article
    base: Mapping[str, Any]
    differences: list[Difference] = field(default_factory=list)

    @classmethod
    def of(cls, present: Article, seen: int, yours: Mapping[str, Any]) -> Self:
        """Compare what the form would set; values the version seen had as well are not yours."""
        kept = present.revisions.filter(version=seen).first()
        made = cls(present, kept.values if kept else {})
        now = revisions.values_of(present)
        for name in now.keys() & yours.keys():
            mine = plain(yours[name])
            if mine != now[name]:
                theirs = value_of(present, name)
                is_taken = name in made.base and mine == made.base[name]
                made.differences.append(
                    Difference(
                        name, label(name), said(name, theirs), said(name, yours[name]), is_taken
                    )
                )
        return made

    def settled(self, form: forms.ModelForm) -> MultiValueDict[str, Any]:
        """Return the form's data with what only the others changed, over the present version."""
        data: MultiValueDict[str, Any] = form.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(self.present.version)
        for difference in self.differences:
            if difference.is_taken:
                fill(data, form, difference.name, value_of(self.present, difference.name))
        return data

    def rows(self, name: str, title: str, yours: Rows) -> Rows:
        """Compare credits or pictures; return those of yours that the present article lacks."""
        now: Rows = revisions.values_of(self.present)[name]
        if yours == now:
            return []
        is_taken = yours == self.base.get(name)
        self.differences.append(Difference(name, title, listed(now), listed(yours), is_taken))
        return [] if is_taken else [row for row in yours if row not in now]


def value_of(article: Article, name: str) -> Any:
    value = getattr(article, name)
    return value.all() if name == "categories" else value


def plain(value: Any) -> Any:
    """Return a form's value as `revisions.values_of` writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, QuerySet):
        return sorted(row.public_id for row in value)
    if isinstance(value, Model):
        return value.public_id  # type: ignore[attr-defined]
    return value


def said(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name == "body":
        return text_of(value) or EMPTY
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list | QuerySet):
        return ", ".join(map(str, value)) or EMPTY
    return str(value or EMPTY)


def listed(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(" · ".join(filter(None, row)) for row in rows) or EMPTY


def label(name: str) -> str:
    return capfirst(str(Article._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def fill(data: MultiValueDict[str, Any], form: forms.ModelForm, name: str, value: Any) -> None:
    """Write a value into a form's data as its widget would send it."""
    widget, key = form.fields[name].widget, form.add_prefix(name)
    if isinstance(widget, forms.MultiWidget):
        pieces = widget.decompress(value) or []
        for number, (part, piece) in enumerate(zip(widget.widgets, pieces, strict=True)):
            data[f"{key}_{number}"] = part.format_value(piece) or ""
    elif isinstance(value, QuerySet):
        data.setlist(key, [str(row.pk) for row in value])
    else:
        shown = value.pk if isinstance(value, Model) else form.fields[name].prepare_value(value)
        data[key] = "" if shown is None else str(shown)
