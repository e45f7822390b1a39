from __future__ import annotations

from typing import cast

from rest_framework.settings import api_settings
from rest_framework.throttling import AnonRateThrottle


class ReaderThrottle(AnonRateThrottle):
    """So many requests an address; the rate is read when asked for and not at import."""

    def get_rate(self) -> str | None:
        return cast("str | None", api_settings.DEFAULT_THROTTLE_RATES["anon"])
