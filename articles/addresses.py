"""Whose request it is, as far as an address tells: for counting requests, never for rights."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest
from rest_framework.settings import api_settings

# What some proxies write beside an address: brackets, a port.
_ADDRESS = re.compile(r"\[([^\]]*)\](?::[0-9]+)?|([0-9.]+):[0-9]+")
# What one household or one machine is given of IPv6; within it an address can be had for nothing.
_HOUSEHOLD = 64


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address, of IPv6 its network of 64 bits.

    Each of `NEWSROOM_PROXIES` proxies adds whom it was asked by to the end of `X-Forwarded-For`:
    only so many of the last entries are true. Where there are fewer, the request came past one
    of them and the header says nothing.
    """
    proxies = api_settings.NUM_PROXIES or 0
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    nearest: str = request.META.get("REMOTE_ADDR", "")
    last = said[-proxies] if 0 < proxies <= len(said) else ""
    return grouped(last.strip() or nearest)


@lru_cache(4096)
def grouped(text: str) -> str:
    """Return what an address is counted as; what is none stands for itself.

    >>> grouped("2001:db8:0:1:2:3:4:5"), grouped("::ffff:192.0.2.1"), grouped("[2001:db8::1]:443")
    ('2001:db8:0:1::/64', '192.0.2.1', '2001:db8::/64')
    """
    text = text.strip()
    found = _ADDRESS.fullmatch(text)
    try:
        address = ip_address((found[1] or found[2]) if found else text)
    except ValueError:
        return text
    return _network(address)


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _HOUSEHOLD), strict=False))
