"""By which tag readers and caches know an answer again, and how long they may keep it.

A tag is drawn from counters and indexed columns, in one query and before anything is read, so
that whoever has an answer already is told so for next to nothing. Equal tags are equal bytes:

    news        the number of the last change that readers could notice (given at the commit)
    names       edits of sources, categories and pictures
    the index   times that the search index was brought up to date
    the clock   cards whose time has come or gone and which nobody has told of: each by its
                digest, so that one that is edited meanwhile counts as another
    the day     what is remembered for some days is forgotten at midnight (UTC)
    the rest    the address with its query, the host, the language where it matters, and the
                edition: the code, templates and settings that answers are made by, and whether
                searches know characters' variants

What is read for the body is read after, so a body may be newer than its tag but never older, and
no tag of the past returns. `If-Modified-Since` alone is answered in full: two changes may share a
second.

Lifetimes end with each minute of the clock, and for the same reason they look at nothing that is
not published: what is scheduled is scheduled to the minute, and a lifetime that was cut at its
moment would announce it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from articles.moments import read, stored
from articles.text.tokens import rules

# Seconds. Long enough to take a crowd off the database, short enough that a withdrawal soon holds
# everywhere.
FRESH = 60
# A notice may be taken back: whoever publishes again wants to see it.
GONE = 10
# Characters of all surrogate keys of an answer; Fastly takes 16 KB, others less.
LONGEST_KEYS = 1000
READING = {"GET", "HEAD"}
# What is weighed before If-None-Match (RFC 9110, 13.2.2), and all there are.
_BEFORE = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
_CONDITIONS = {*_BEFORE, "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}

_CHANGES = "(SELECT number FROM articles_counter WHERE name = 'changes')"
_NAMES = "(SELECT number FROM articles_counter WHERE name = 'names')"
_INDEX = "(SELECT number FROM articles_counter WHERE name = 'index')"
_PENDING = {
    "sqlite": "group_concat(said, ',')",
    "postgresql": "string_agg(said, ',' ORDER BY due_at, article_id)",
}
_OF_LISTS = """
SELECT {changes}, {names}, {index},
  (SELECT {pending} FROM (
    SELECT due_at, article_id,
      digest || CASE WHEN visible_until <= %s THEN '-' ELSE '+' END AS said
    FROM articles_card WHERE due_at <= %s ORDER BY due_at, article_id) AS untold),
  (SELECT visible_until FROM articles_card
    WHERE visible_until > %s AND NOT visible_from > %s ORDER BY visible_until LIMIT 1)
"""
_OF_ARTICLE = f"""
SELECT digest, {_NAMES}, visible_until FROM articles_card
WHERE public_id = %s AND visible_from <= %s AND visible_until > %s
"""  # noqa: S608  (a constant of this module)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer rests on: wherever it would be another, so are the `facts`.

    None for facts where only the answer's bytes can tell.
    """

    facts: tuple[object, ...] | None = ()
    # When the first of what is shown now is shown no more.
    ends: datetime | None = None
    keys: tuple[str, ...] = ()
    # Whether readers see what was asked for; False where only the answer itself can tell.
    is_there: bool = False


def of_nothing() -> Standing:
    """Return what an answer rests on that no row changes."""
    return Standing()


def of_lists() -> Standing:
    """Return what every answer rests on that more than one article may change."""
    now = timezone.now()
    at = stored(now)
    *counted, untold, ends = _row(_of_lists(connection.vendor), [at] * 4) or (None,) * 5
    facts = (*counted, untold, now.astimezone(UTC).date())
    return Standing(facts, ends and read(ends), ("articles", "names"))


def of_article(public_id: str) -> Standing | None:
    """Return what the answer about one article rests on; None where readers see none."""
    at = stored(timezone.now())
    row = _row(_OF_ARTICLE, [public_id, at, at])
    if row is None:
        return None
    digest, names, ends = row
    keys = (f"article-{public_id}", "names")
    return Standing((public_id, digest, names), read(ends), keys, is_there=True)


@cache
def _of_lists(vendor: str) -> str:
    return _OF_LISTS.format(changes=_CHANGES, names=_NAMES, index=_INDEX, pending=_PENDING[vendor])


def serve(
    request: HttpRequest,
    standing: Standing | None,
    answer: Callable[[], HttpResponseBase],
    *,
    variant: str = "",
) -> HttpResponseBase:
    """Return 304 to whoever has the answer already, else the answer, with how long it is good.

    `standing` was asked for before the answer is made; where only the answer can tell, which is
    so where there is none, it is tagged by its bytes. `variant` is the language or form of the
    answer, where an address has several. An answer that says itself how it may be kept is left as
    it is.
    """
    if request.method not in READING:
        return answer()
    by_bytes = standing is None or standing.facts is None
    tag = "" if standing is None or by_bytes else _tag(request, standing, variant)
    response = _if_known(request, tag) or answer()
    if by_bytes and response.status_code == 200 and getattr(response, "is_rendered", True):
        tag = _tag_of_bytes(response)
        response = _if_known(request, tag) or response
    said = response.headers.get("Cache-Control", "")
    return response if "no-store" in said or "private" in said else _kept(response, standing, tag)


def keep(response: HttpResponseBase, ends: Iterable[datetime | None] = ()) -> None:
    """Let anybody keep a response, but no longer than the first of the moments in `ends`."""
    end = min((moment for moment in ends if moment is not None), default=None)
    now = timezone.now()
    lifetime = _seconds(now, end)
    if response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=lifetime)
    else:
        response.headers["Cache-Control"] = f"public, max-age={lifetime}"
    if settings.NEWSROOM_EDGE_SECONDS:
        left = (end - now).total_seconds() if end else settings.NEWSROOM_EDGE_SECONDS
        shared = max(0, min(settings.NEWSROOM_EDGE_SECONDS, int(left)))
        patch_cache_control(response, s_maxage=shared)


def vary(response: HttpResponseBase, name: str) -> None:
    """Say that an answer depends on a header; Django's own way takes apart what was said before."""
    said = response.headers.get("Vary")
    if said is None:
        response.headers["Vary"] = name
    elif name not in said.split(", "):
        response.headers["Vary"] = f"{said}, {name}"


def mark(response: HttpResponseBase, keys: Iterable[str]) -> None:
    """Name what a cache in front of this host may be told to forget an answer by."""
    header = settings.NEWSROOM_SURROGATE_HEADER
    said = response.headers.get(header, "").replace(",", " ").split()
    words = list(dict.fromkeys([*said, *keys]))
    while len(" ".join(words)) > LONGEST_KEYS:
        words.pop()
    if header and words:
        response.headers[header] = ("," if header == "Cache-Tag" else " ").join(words)


def _kept(response: HttpResponseBase, standing: Standing | None, tag: str) -> HttpResponseBase:
    status = response.status_code
    if status == 410:
        patch_cache_control(response, public=True, max_age=GONE)
    elif status >= 400:
        patch_cache_control(response, no_store=True)
    else:
        keep(response, [standing.ends] if standing else ())
        if tag and status in {200, 304}:
            response.headers["ETag"] = tag
    if standing and status < 400 and status != 304:
        mark(response, standing.keys)
    return response


def _seconds(now: datetime, end: datetime | None) -> int:
    minute = FRESH - now.second - now.microsecond / 1_000_000
    left = (end - now).total_seconds() if end else FRESH
    return max(0, int(min(FRESH, minute, left)))


def _tag(request: HttpRequest, standing: Standing, variant: str) -> str:
    facts = (
        *(edition(), settings.NEWSROOM_SITE_NAME, settings.TIME_ZONE),
        *(request.scheme, request.get_host(), request.path),
        *(request.META.get("QUERY_STRING", ""), variant, standing.facts),
    )
    return f'"{_digest(repr(facts).encode("utf-8", "surrogatepass"))}"'


def _if_known(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    if not tag or _CONDITIONS.isdisjoint(request.META):
        return None
    asked = request.META.get("HTTP_IF_NONE_MATCH", "").strip()
    # Whether there is anything at all, which `*` asks, only the answer itself can say.
    if asked == "*":
        return None
    if asked == tag and _BEFORE.isdisjoint(request.META):
        return HttpResponseNotModified()
    return get_conditional_response(request, etag=tag)


def _tag_of_bytes(response: HttpResponseBase) -> str:
    return f'"{_digest(getattr(response, "content", b""))}"'


@cache
def edition() -> str:
    """Return what every answer depends on besides rows, shortened: read once by each process."""
    folders = [Path(__file__).parent, settings.BASE_DIR / "templates"]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if _counts(path))
    packages = [version(name) for name in ("django", "djangorestframework", "drf-spectacular")]
    manifest = getattr(staticfiles_storage, "manifest_hash", "")
    parts = (_digest(path.read_bytes()) for path in files)
    return _digest(" ".join([*packages, str(rules()), manifest, *parts]).encode())


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix in {".py", ".html", ".mo", ".xml", ".txt"}


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=11).hexdigest()


def _row(sql: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
