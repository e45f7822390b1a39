"""Whom a value names that should hold a name and holds a byline: in headers, pages and exports."""

from __future__ import annotations

from articles.text.english_bylines import labelled_names, role_label
from articles.text.lexicon import LABEL_ROLES, Role
from articles.text.role_labels import Named

_BY = "by"


def stated_people(value: str, role: Role = Role.AUTHOR) -> tuple[Named, ...] | None:
    """Return each name by what its label says, or by `role` where that is `By` or nothing.

    None where the value says of nobody what he did: it holds names and perhaps `By`.
    """
    found = labelled_names(value)
    return None if found is None else tuple(_person(label, name, role) for label, name in found)


def _person(label: str, name: str, role: Role) -> Named:
    if label.casefold() == _BY:
        return Named(role, "", name)
    return Named(LABEL_ROLES[role_label(label)], label, name)
