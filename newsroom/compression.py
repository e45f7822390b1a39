"""Text goes over the wire packed, each packing under a tag of its own."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.freshness import vary

try:
    import brotli  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # the extra `brotli`
    brotli = None

API = "/api/"
# Bytes. Less fits in one packet as it is.
SMALLEST = 500
TEXT = re.compile(r"text/|application/([a-z0-9.+-]+\+)?(json|xml|javascript)\b")
# `"tag"` to `"tag-gzip"`; the tags of this project never end like that by themselves.
PACKED = re.compile(r'-(?:br|gzip)"')
_WEIGHT = re.compile(r"\s*;\s*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.ASCII)


def _brotli(data: bytes) -> bytes:
    packed: bytes = brotli.compress(data, quality=5)
    return packed


def _gzip(data: bytes) -> bytes:
    # Without the time, so that equal texts are equal bytes.
    return gzip.compress(data, compresslevel=5, mtime=0)


# The better one first.
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    **({"br": _brotli} if brotli else {}),
    "gzip": _gzip,
}


class CompressionMiddleware:
    """Packs what anybody may keep and what the API says, and nothing else.

    Neither holds a secret or a token, so that no packed length can betray one (BREACH); pages of
    the desk do, and stay as they are. A tag names the packing that was
    agreed on also where the text was too short to be packed, so that an answer without its body
    (304, HEAD) has the tag of the whole one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.META.get("HTTP_IF_NONE_MATCH", "")
        for header in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
            if header in request.META:
                request.META[header] = PACKED.sub('"', request.META[header])
        response = self.get_response(request)
        if getattr(response, "is_unmade", False):
            del response.headers["Content-Length"]
        if _may_be_packed(request, response):
            vary(response, "Accept-Encoding")
            packing = agreed(request.META.get("HTTP_ACCEPT_ENCODING", ""))
            _tag(response, packing, asked)
            if packing and isinstance(response, HttpResponse):
                _pack(response, packing)
        return response


def agreed(accepted: str) -> str:
    """Return the best packing that an Accept-Encoding allows, or "" (RFC 9110, 12.5.3).

    >>> agreed("deflate, gzip;q=0.5")
    'gzip'
    """
    weights = dict(_weighed(part) for part in accepted.lower().split(","))
    others = weights.get("*", 0.0)
    allowed = {name: weights.get(name, others) for name in PACKINGS}
    best = max(allowed, key=lambda name: allowed[name])
    plain = weights.get("identity", 0.0)
    return best if allowed[best] > 0 and allowed[best] >= plain else ""


def _weighed(part: str) -> tuple[str, float]:
    name, semicolon, _rest = part.partition(";")
    weight = _WEIGHT.fullmatch(part[len(name) :])
    return name.strip(), float(weight[1]) if weight else float(not semicolon)


def _may_be_packed(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_public = "public" in response.headers.get("Cache-Control", "")
    is_open = is_public or request.path_info.startswith(API)
    if not is_open or response.has_header("Content-Encoding"):
        return False
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 304 or bool(TEXT.match(kind))


def _tag(response: HttpResponseBase, packing: str, asked: str) -> None:
    tag = response.headers.get("ETag", "")
    if not tag.startswith('"'):
        return
    forms = [tag] + [f'{tag[:-1]}-{name}"' for name in PACKINGS]
    chosen = f'{tag[:-1]}-{packing}"' if packing else tag
    if response.status_code == 304 and chosen not in asked:
        # Whoever was told that nothing is new has it in another packing: the one to keep.
        chosen = next((form for form in forms if form in asked), chosen)
    response.headers["ETag"] = chosen


def _pack(response: HttpResponse, packing: str) -> None:
    if response.status_code == 304 or len(response.content) < SMALLEST:
        return
    packed = PACKINGS[packing](response.content)
    if len(packed) < len(response.content):
        response.content = packed
        response.headers["Content-Encoding"] = packing
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(packed))
