"""How many requests somebody may make: counted in windows, by all workers together.

A window is as long as the rate's period and begins for each at another moment, so that those who
were refused do not all come back in the same second. At the seam of two windows twice the number
can pass.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from django.http import HttpResponseBase

from articles import rates

NO_RATE = {None, "", "off"}


@dataclass(frozen=True, slots=True)
class Quota:
    """What somebody may ask for in this window, the present request already taken."""

    policy: str
    limit: int
    window: int
    used: int
    # Seconds until all is to be had again.
    resets_in: int

    @property
    def is_spent(self) -> bool:
        return self.used > self.limit

    def announce_policy(self, response: HttpResponseBase) -> None:
        """Say what there is to be had; the same to everybody, so that shared caches may keep it.

        Both fields are those of draft-ietf-httpapi-ratelimit-headers-10.
        """
        response["RateLimit-Policy"] = f'"{self.policy}";q={self.limit};w={self.window}'

    def announce_rest(self, response: HttpResponseBase) -> None:
        """Say what is left; to one asker, in an answer that no cache keeps."""
        left = max(0, self.limit - self.used)
        response["RateLimit"] = f'"{self.policy}";r={left};t={self.resets_in}'


def spend(policy: str, who: str, rate: str | None) -> Quota | None:
    """Count a request and return what is left of the rate, such as `240/min`; None has no end."""
    if rate is None or rate in NO_RATE:
        return None
    limit, window = rates.parsed(rate)
    name, offset = _asker(policy, who)
    number, elapsed = divmod(int(time.time()) + offset, window)
    used = rates.one_more(f"rate:{name}:{window}:{number}", window)
    return Quota(policy, limit, window, used, window - elapsed)


@lru_cache(4096)
def _asker(policy: str, who: str) -> tuple[str, int]:
    """Return a name that any cache takes as a key, and by how many seconds windows are moved."""
    digest = blake2b(f"{policy}:{who}".encode("utf-8", "replace"), digest_size=16).digest()
    return digest.hex(), int.from_bytes(digest[:4])
