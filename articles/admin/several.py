"""What a list says of an action on several rows, one of which or more could not be changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext

MOST_TOLD = 10


def tell_kept(desk: admin.ModelAdmin, request: HttpRequest, kept: Sequence[str]) -> None:
    """Say why rows stay as they are: the first ones one by one, and how many more there are."""
    for line in kept[:MOST_TOLD]:
        desk.message_user(request, line, messages.WARNING)
    if rest := len(kept[MOST_TOLD:]):
        more = ngettext("… and %(count)s more.", "… and %(count)s more.", rest)
        desk.message_user(request, more % {"count": rest}, messages.WARNING)
