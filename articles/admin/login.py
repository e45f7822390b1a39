"""Logging in: throttled by address and by name, and silent about which names exist."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import rates
from articles.addresses import address_of


class LoginForm(AdminAuthenticationForm):
    """Django's own form, asked no more often than `NEWSROOM_LOGIN_RATE` allows.

    Attempts count before the password is looked at, for an address and for a name alike, so the
    answer is the same whether the name exists, and whether the password would have been right.
    """

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "too_many": _("Too many attempts. Wait a little and try again."),
    }

    def clean(self) -> dict[str, Any]:
        if not settings.NEWSROOM_LOGIN_RATE:
            return super().clean()
        limit, window = rates.parsed(settings.NEWSROOM_LOGIN_RATE)
        address = key_of("address", _sender(self.request), window)
        name = key_of("name", str(self.cleaned_data.get("username", "")).casefold(), window)
        if max(rates.one_more(key, window) for key in (address, name)) > limit:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        values = super().clean()
        # A name starts afresh; an address only gets this attempt back, or one account of one's
        # own would be enough to try others without end.
        rates.forget(name)
        rates.one_less(address)
        return values


def key_of(kind: str, value: str, window: int) -> str:
    """Return the cache key of this window; names may hold what no key may."""
    digest = hashlib.sha256(value.encode(errors="replace")).hexdigest()
    return f"login:{kind}:{digest}:{int(time.time()) // window}"


def _sender(request: HttpRequest | None) -> str:
    """Return the visitor's address, of IPv6 its network."""
    return address_of(request) if request else ""
