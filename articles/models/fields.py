"""Columns that keep a promise of their own, whoever saves the row."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import words
from articles.text.html import Unclean, clean_html

# No vowels and no look-alikes: no words by accident, and an id can be read out. 12 of these 28
# characters are 57 bits, so ids cannot be walked and do not tell how many articles there are.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12
_HOW_MANY = len(PUBLIC_ID_ALPHABET) ** PUBLIC_ID_LENGTH


def new_public_id() -> str:
    """Return a random id for URLs, API and feeds."""
    number = secrets.randbelow(_HOW_MANY)
    digits = []
    for _place in range(PUBLIC_ID_LENGTH):
        number, digit = divmod(number, len(PUBLIC_ID_ALPHABET))
        digits.append(PUBLIC_ID_ALPHABET[digit])
    return "".join(digits)


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """The id that readers see: random, short, unique, never changed."""

    def __init__(self, **options: Any) -> None:
        options = {"verbose_name": _("public id")} | options
        options |= {
            "max_length": PUBLIC_ID_LENGTH,
            "unique": True,
            "default": new_public_id,
            "editable": False,
        }
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain column, so that they never import this module."""
        name, _path, _args, options = super().deconstruct()
        del options["default"]
        return name, "django.db.models.CharField", [], options


class JSONEncoder(json.JSONEncoder):
    """Writes characters as they are: Chinese escaped as ASCII is twice as long."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class JSONField(models.JSONField):
    """A JSON column that stays readable in the database, whatever script its words are in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"encoder": JSONEncoder} | options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain column, so that they never import this module."""
        name, _path, args, options = super().deconstruct()
        del options["encoder"]
        return name, "django.db.models.JSONField", list(args), options


class NameListField(JSONField):
    """A short list of names, none of them blank."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": list} | options)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(n, str) and n.strip() for n in value):
            raise ValidationError(_("Give a list of names."), code="not_names")


class CleanHTMLField(models.TextField):  # type: ignore[type-arg]
    """A text column that only ever receives certified HTML; `update()` on it is forbidden."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        html = clean_html(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, html)
        return html

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        try:
            return clean_html(super().clean(value, model_instance) or "")
        except Unclean as error:
            raise ValidationError(
                _("This text cannot be made safe to show: %(reason)s."),
                code="unclean",
                params={"reason": words.markup(error.reason)},
            ) from error

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain text column, so that they never import this module."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", list(args), options
