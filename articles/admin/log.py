"""Who decided what and when, of rows that no form has saved: entries of Django's own log."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import override


def note(request: HttpRequest, rows: Iterable[Model], message: Promise | Callable[[], str]) -> None:
    """Write an entry for each row, in one statement; call it in the transaction of the change.

    Everybody reads a log, so `message` is said in the newsroom's language.
    """
    with override(settings.LANGUAGE_CODE):
        words = message() if callable(message) else str(message)
        by = request.user.pk
        LogEntry.objects.log_actions(by, list(rows), CHANGE, words)  # type: ignore[arg-type]
