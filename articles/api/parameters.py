"""What a query string may hold: known names, once each, with a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.api.errors import ParameterError, ParametersRefused

# A refusal names what it refuses; a long query string is not handed back whole.
MOST_ERRORS = 10
LONGEST_NAME = 60


def check(query: QueryDict, known: Collection[str]) -> None:
    """Raise `ParametersRefused` unless every parameter is known, single, and says something."""
    errors = [
        ParameterError(name[:LONGEST_NAME], detail)
        for name, values in query.lists()
        for detail in _wrong_with(name, values, known)
    ]
    if errors:
        raise ParametersRefused(errors[:MOST_ERRORS])


def _wrong_with(name: str, values: list[str], known: Collection[str]) -> Iterator[str]:
    if name not in known:
        yield _unknown(known)
    elif len(values) > 1:
        yield _("This parameter may be given once only.")
    elif not values[0].strip():
        yield _("This parameter has no value: give one, or leave the parameter out.")
    elif "\0" in values[0]:
        yield _("This value holds a NUL character.")


def _unknown(known: Collection[str]) -> str:
    if not known:
        return _("There is no such parameter; this address takes none.")
    names = ", ".join(sorted(known))
    return _("There is no such parameter. Those that there are: %s.") % names
