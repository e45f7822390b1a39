"""Dates as precisely as they are known, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format

from articles.choices import Precision

# How each is written for people, and how much of an ISO date says it to machines.
_WRITTEN = {
    Precision.DAY: ("DATE_FORMAT", len("2000-01-01")),
    Precision.MONTH: ("YEAR_MONTH_FORMAT", len("2000-01")),
    Precision.YEAR: ("Y", len("2000")),
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
    if precision in _WRITTEN:
        words, length = _WRITTEN[Precision(precision)]
        day = moment.astimezone(UTC)
        return Shown(date_format(day, words), day.isoformat()[:length])
    local = timezone.localtime(moment)
    text = f"{date_format(local)} {date_format(local, 'H:i')}"
    return Shown(text, local.isoformat(timespec="seconds"))


def shown_in_lists(moment: datetime, precision: str) -> Shown:
    """Return the same without the time of day."""
    whole = shown(moment, precision)
    if precision in _WRITTEN:
        return whole
    return Shown(date_format(timezone.localtime(moment)), whole.machine)
