"""The rich-text field: it can write exactly what a body may carry, and loads nothing from afar."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles import words
from articles.text.html import Unclean, clean_html
from articles.text.html.rules import EDITOR_EXTENSIONS

_SOURCE = re.compile(r'(<img\b(?:\s+[a-z-]+(?:="[^"]*")?)*?\s+src=")([^"]*)"', re.IGNORECASE)


class BodyField(ProseEditorFormField):
    """A body in the editor; text that nobody touched comes back as it was.

    The editor shows each picture through a view of this host, so that editing an article tells
    nobody else about it: `prepare_value` and `clean` turn the addresses there and back.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Text"),
            required=False,
            strip=False,
            extensions=dict(EDITOR_EXTENSIONS),
            widget=AdminProseEditorWidget,
            **options,
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Take back what the browser was shown, before `prepare_value` shows it again."""
        return addressed_there(data) if isinstance(data, str) else data

    def prepare_value(self, value: Any) -> Any:
        return shown_here(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        html = addressed_there(super().to_python(value).replace("\r\n", "\n"))
        try:
            return clean_html(html)
        except Unclean as error:
            raise ValidationError(
                _("This text cannot be made safe to show: %(reason)s."),
                code="unclean",
                params={"reason": words.markup(error.reason)},
            ) from error

    def clean(self, value: Any) -> str:
        return forms.CharField.clean(self, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare normal forms: opening and saving is no edit, whatever the browser sends."""
        try:
            return self.to_python(data) != clean_html(initial or "")
        except ValidationError:
            return True


def shown_here(html: str) -> str:
    """Point the pictures of a body at the view that shows them without leaving this host."""
    view = reverse("admin:articles_image_remote")

    def pointed(match: re.Match[str]) -> str:
        url = unescape(match[2])
        if url.startswith("/") and not url.startswith(("//", view)):
            return match[0]
        return f'{match[1]}{view}?url={quote(url, safe="")}"'

    return _SOURCE.sub(pointed, html)


def addressed_there(html: str) -> str:
    """Undo `shown_here`."""
    view = reverse("admin:articles_image_remote") + "?url="

    def pointed(match: re.Match[str]) -> str:
        url = unescape(match[2])
        if not url.startswith(view):
            return match[0]
        return f'{match[1]}{escape(unquote(url[len(view) :]))}"'

    return _SOURCE.sub(pointed, html)
