"""Dates as precisely as they are known, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format

from articles.choices import Precision
from articles.faces.described import stated

# How what is known less precisely is written for people.
_FORMATS = {
    Precision.DAY: "DATE_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "Y",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A date as a reader sees it, and as the `datetime` of a `<time>` has it."""

    text: str
    machine: str


def shown(moment: datetime, precision: str = Precision.TIME) -> Shown:
    """Return `moment` in the reader's words, no more precisely than `precision`.

    What is known to the day only is kept as its beginning in UTC and has no other time zone.
    """
    machine = stated(moment, precision)
    if precision in _FORMATS:
        words = _FORMATS[Precision(precision)]
        return Shown(date_format(moment.astimezone(UTC), words), machine)
    local = timezone.localtime(moment)
    return Shown(f"{date_format(local)} {date_format(local, 'H:i')}", machine)


def shown_in_lists(moment: datetime, precision: str) -> Shown:
    """Return the same without the time of day."""
    whole = shown(moment, precision)
    if precision in _FORMATS:
        return whole
    return Shown(date_format(timezone.localtime(moment)), whole.machine)
