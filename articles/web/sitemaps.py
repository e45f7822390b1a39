"""Sitemaps: an index, a part for the pages of lists, parts for the articles, and the news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles import freshness
from articles.cards.headings import Tree
from articles.cards.lists import Reader
from articles.choices import Precision
from articles.models import Article, Card, Category, Listed, Source
from articles.moments import in_utc
from articles.text.headings import Kind, heading
from articles.text.slugs import slug
from articles.web.cards import section
from articles.web.public import by_bytes, public
from articles.web.sitemaps_parts import of_part, parts
from articles.web.xml import DECLARATION, escaped

# What sitemaps.org allows; a month of 28 such parts has over a million articles.
MOST = 50_000
NEWS = timedelta(hours=48)
MOST_NEWS = 1_000
# Stands in the place of a public id.
_ANY = "222222222222"
# Rows that are fetched at once.
CHUNK = 2_000

_MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = f'{_MAPS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
# Of these, Chinese is written as in Taiwan.
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every part."""
    site, found = _site(request), parts(timezone.now())
    addresses = [_element("sitemap", site + reverse("web:sitemap-pages"))]
    for part in found:
        url = site + reverse("web:sitemap-part", args=[part.name])
        addresses.append(_element("sitemap", url, part.lastmod))
    return _answer("sitemapindex", _MAPS, addresses)


@public
def pages(request: HttpRequest) -> HttpResponse:
    """The front page, and the sections and sources that have something to read."""
    site, published = _site(request), Article.objects.published()
    sources = Source.objects.used_by(published).values_list("public_id", flat=True)
    paths = [
        reverse("web:front"),
        *(section(category).url for category in _read_categories()),
        *(reverse("web:source", args=[public_id]) for public_id in sources),
    ]
    return _answer("urlset", _MAPS, [_element("url", site + path) for path in paths[:MOST]])


@public
def part(request: HttpRequest, name: str) -> HttpResponse:
    """The articles of one part; 404 for one that has none."""
    address = _address(_site(request))
    rows = (
        of_part(Card.objects.published(), name)
        .order_by("visible_from", "public_id")
        .values_list("public_id", "article__title", "updated_at", "visible_from")
    )
    addresses = [
        _element("url", address(public_id, title), max(updated, appeared))
        for public_id, title, updated, appeared in rows[:MOST].iterator(chunk_size=CHUNK)
    ]
    if not addresses:
        raise Http404
    return _answer("urlset", _MAPS, addresses)


@by_bytes
def news(request: HttpRequest) -> HttpResponse:
    """What is new: by the date of the text where one is known, so that nothing old is news."""
    address, elements, ends = _address(_site(request)), [], []
    for public_id, title, language, at, precision, end in _newest(timezone.now()):
        date = in_utc(at)[: len("2000-01-01")] if precision == Precision.DAY else in_utc(at)
        elements.append(_news(address(public_id, title), title, language, date))
        ends.append(end)
    response = _answer("urlset", _NEWS, elements)
    freshness.keep(response, ends)
    return response


def _read_categories() -> Iterable[Category]:
    """Return the categories with a published article in them or under them."""
    # By what is filed there: from the articles, SQLite would go through all that are published.
    filed = Article.categories.through.objects.filter(
        Reader(timezone.now()).sees("article__card__"),
        article__card__isnull=False,
        category=OuterRef("pk"),
    )
    keys = Category.objects.filter(Exists(filed)).order_by().values_list("pk", flat=True)
    return Category.objects.filter(public_id__in=Tree().with_above(keys))


def _newest(at: datetime) -> Iterator[Any]:
    rows = (
        Listed.objects.filter(
            Reader(at).sees("card__"),
            heading=heading(Kind.EVERYTHING),
            sort_at__gt=at - NEWS,
            sort_at__lte=at,
        )
        .exclude(card__article__original_precision__in=[Precision.MONTH, Precision.YEAR])
        .order_by("-sort_at", "-public_id")
    )
    article = "card__article__"
    return rows.values_list(
        *("public_id", f"{article}title", f"{article}language"),
        *("sort_at", f"{article}original_precision", "card__visible_until"),
    )[:MOST_NEWS].iterator(chunk_size=CHUNK)


def _news(url: str, title: str, language: str, date: str) -> str:
    return (
        f"<url><loc>{escaped(url)}</loc><news:news><news:publication>"
        f"<news:name>{escaped(settings.NEWSROOM_SITE_NAME)}</news:name>"
        f"<news:language>{escaped(_language(language))}</news:language>"
        f"</news:publication><news:publication_date>{date}</news:publication_date>"
        f"<news:title>{escaped(title)}</news:title></news:news></url>"
    )


def _language(tag: str) -> str:
    """Return a language as the news protocol writes it: ISO 639, and two kinds of Chinese."""
    known = (tag or settings.LANGUAGE_CODE).lower()
    if known.partition("-")[0] == "zh":
        return "zh-tw" if known.startswith(_TRADITIONAL) else "zh-cn"
    return known.partition("-")[0]


def _element(tag: str, url: str, lastmod: datetime | None = None) -> str:
    changed = f"<lastmod>{in_utc(lastmod)}</lastmod>" if lastmod else ""
    return f"<{tag}><loc>{escaped(url)}</loc>{changed}</{tag}>"


def _answer(tag: str, names: str, elements: Iterable[str]) -> HttpResponse:
    content = "\n".join([f"{DECLARATION}<{tag} {names}>", *elements, f"</{tag}>\n"])
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _address(site: str) -> Callable[[str, str], str]:
    """Return what makes whole addresses of ids and titles, as `get_absolute_url` does.

    The resolver is asked once: asked for each, it took two thirds of the time of a sitemap.
    """
    before, after = (site + reverse("web:article", args=[_ANY])).split(_ANY)

    def address(public_id: str, title: str) -> str:
        words = slug(title)
        return f"{before}{public_id}{after}{quote(words)}/" if words else before + public_id + after

    return address
