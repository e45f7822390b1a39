"""Logging in: throttled by address and by name, and silent about which names exist."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import addresses

SECONDS = {"sec": 1, "min": 60, "hour": 3_600, "day": 86_400}


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
        address = key_of("address", address_of(self.request))
        name = key_of("name", str(self.cleaned_data.get("username", "")).casefold())
        counts = [count(address), count(name)]
        if max(counts) > allowed():
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        values = super().clean()
        # A name starts afresh; an address only gets this attempt back, or one account of one's
        # own would be enough to try others without end.
        cache.delete(name)
        cache.set(address, counts[0] - 1, window())
        return values


def allowed() -> float:
    """Return how many attempts a window holds; without a rate there is no end."""
    rate: str = settings.NEWSROOM_LOGIN_RATE
    return int(rate.partition("/")[0]) if rate else float("inf")


def window() -> int:
    return SECONDS[settings.NEWSROOM_LOGIN_RATE.partition("/")[2] or "min"]


def key_of(kind: str, value: str) -> str:
    """Return the cache key of this window; names may hold what no key may."""
    digest = hashlib.sha256(value.encode(errors="replace")).hexdigest()
    return f"login:{kind}:{digest}:{int(time.time()) // window()}"


def count(key: str) -> int:
    """Count an attempt; two at once are both counted."""
    if cache.add(key, 1, window()):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 1


def address_of(request: HttpRequest | None) -> str:
    """Return the visitor's address, of IPv6 its network."""
    return addresses.address_of(request) if request else ""
