from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.text.headings import Kind
from articles.web.feeds import atom, json_feed, rss
from articles.web.feeds.entries import entries, newest
from articles.web.feeds.gone import gone
from articles.web.feeds.subjects import ATOM, JSON_FEED, MEDIA_TYPES, RSS, Subject, named
from articles.web.public import on_lists, resting

_WRITE: dict[str, Callable[..., bytes]] = {
    ATOM: atom.write,
    RSS: rss.write,
    JSON_FEED: json_feed.write,
}
FULL, SUMMARY = "full", "summary"


def _keys(kind: Kind, key: str = "", **_named: str) -> list[str]:
    return [f"{kind}-{key}"] if kind in {Kind.SOURCE, Kind.CATEGORY} else []


@resting(on_lists, _keys)
def feed(request: HttpRequest, kind: Kind, ending: str, key: str = "") -> HttpResponse:
    """The newest articles of a subject, or 404 where readers know of none.

    What is looked for first is an article, so that a source of drafts costs what none costs.
    """
    length, at = request.GET.get("text", SUMMARY), timezone.now()
    if length not in {FULL, SUMMARY}:
        return _refusal()
    is_full = length == FULL
    cards = newest(Subject(kind, key).heading, at)
    subject = named(kind, key) if cards or not key else None
    if subject is None:
        raise Http404
    site = request.build_absolute_uri("/")[:-1]
    own = site + subject.feed(ending) + (f"?text={FULL}" if is_full else "")
    told = entries(cards, at, site, is_full=is_full)
    left = gone(at) if ending == ATOM else []
    content = _WRITE[ending](subject, told, left, site=site, own=own)
    return HttpResponse(content, content_type=f"{MEDIA_TYPES[ending]}; charset=utf-8")


def _refusal() -> HttpResponse:
    """Answer 400 without the page and the traceback in the log that an exception would make."""
    said = _("“text” is “full” or “summary”.")
    response = HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
