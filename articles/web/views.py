from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone

from articles.choices import CreditRole
from articles.models import Article, Category, Source
from articles.search.pages import Order
from articles.search.query import LONGEST_SEARCH
from articles.text.headings import Kind, heading
from articles.text.slugs import slug as words_of
from articles.web.archive import Period
from articles.web.cards import section
from articles.web.corrections import corrections as told
from articles.web.feeds.subjects import links, of_category, of_name, of_source
from articles.web.front import front_of
from articles.web.listing import NEWER, OLDER, Page, Place, listed, page_of, which
from articles.web.page import ArticlePage
from articles.web.public import of, on_lists, on_more, public, resting
from articles.web.related import beside
from articles.web.results import results
from articles.web.structured import profile, trail, website


@public
def front(request: HttpRequest) -> HttpResponse:
    """The newest articles, those with a picture before the others; then older ones."""
    at = timezone.now()
    page = page_of(request, at)
    if not page.is_first:
        return _list(request, "web/older.html", page)
    return _list(
        request, "web/front.html", page, front=front_of(page, at), structured=website(request)
    )


@resting(on_lists, of("category"))
def category(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """The articles of a category and of those under it."""
    found = get_object_or_404(Category.objects.select_related("parent"), public_id=public_id)
    here = section(found)
    if slug != (found.slug or words_of(found.name)):
        return HttpResponsePermanentRedirect(here.url)
    above = section(found.parent) if found.parent else None
    return _list(
        request,
        "web/category.html",
        page_of(request, timezone.now(), heading(Kind.CATEGORY, public_id)),
        category=found,
        feeds=links(of_category(found)),
        here=here,
        parent=above,
        structured=trail(request, [*([above] if above else []), here]),
        children=[section(child) for child in found.children.all()],
    )


@resting(on_lists, of("source"))
def source(request: HttpRequest, public_id: str) -> HttpResponse:
    """The articles of a source; one without any is unknown to readers."""
    page = _page_or_404(request, heading(Kind.SOURCE, public_id))
    found = get_object_or_404(Source, public_id=public_id)
    return _list(request, "web/source.html", page, source=found, feeds=links(of_source(found)))


@public
def person(request: HttpRequest, name: str) -> HttpResponse:
    """The articles that name somebody in their credits; without any, nobody."""
    page = _page_or_404(request, heading(Kind.CREDIT, name))
    at, roles = timezone.now(), list(CreditRole)
    had = which([listed(at, heading(Kind.CREDIT_AS, role, name)) for role in roles])
    return _list(
        request,
        "web/person.html",
        page,
        name=name,
        roles=[role.label for role, has in zip(roles, had, strict=True) if has],
        feeds=links(of_name(name)),
        structured=profile(request, name),
    )


@public
def archive(request: HttpRequest, **numbers: str) -> HttpResponse:
    """The articles of a year, a month or a day; the days around it that have any."""
    at, period = timezone.now(), Period(tuple(map(int, numbers.values())))
    page = page_of(request, at, dates=period.span)
    before, after = period.beside(at)
    response = _list(
        request,
        "web/archive.html",
        page,
        period=period,
        parts=period.parts(at),
        structured=trail(request, [*period.above, period.link]) if period.numbers else "",
        before=before,
        after=after,
    )
    if period.numbers and page.is_first and not page.rows:
        response.status_code = 404
    return response


@public
def corrections(request: HttpRequest) -> HttpResponse:
    """What readers were told about corrections."""
    page, notes = told(Place.read(request), timezone.now())
    return _list(request, "web/corrections.html", page, notes=notes)


@public
def search(request: HttpRequest) -> HttpResponse:
    """The articles that hold a reader's words, by what they are about or newest first."""
    text = request.GET.get("q", "").strip()
    if len(text) > LONGEST_SEARCH:
        context = {"longest": LONGEST_SEARCH, "text": ""}
        return render(request, "web/search.html", context, status=400)
    is_newest = request.GET.get("order") == "newest"
    order = Order.NEWEST if is_newest else Order.RELEVANCE
    found = results(text, order, Place.read(request), timezone.now())
    by_relevance = urlencode({"q": text}, quote_via=quote)
    by_date = f"{by_relevance}&order=newest"
    return _list(
        request,
        "web/search.html",
        found.page,
        text=text,
        is_newest=is_newest,
        instead=found.instead,
        by_relevance=by_relevance,
        by_date=by_date,
        query=by_date if is_newest else by_relevance,
        canonical="",
    )


@resting(on_more, of("article"))
def article(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """An article, the notice of one that was withdrawn, or nothing."""
    found = Article.objects.published().for_reading().filter(public_id=public_id).first()
    if found is None:
        return _withdrawn(request, public_id)
    if slug != words_of(found.title):
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {"page": ArticlePage(found, request), "beside": beside(found, timezone.now())}
    return render(request, "web/article.html", context)


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Where the site's sign is, for whoever asks without having read a page."""
    return redirect(static("web/icon.svg"))


def _withdrawn(request: HttpRequest, public_id: str) -> HttpResponse:
    gone = Article.objects.withdrawn().filter(public_id=public_id).first()
    if gone is None:
        raise Http404
    return render(request, "web/withdrawn.html", {"notice": gone.withdrawal_notice}, status=410)


def _page_or_404(request: HttpRequest, number: int) -> Page:
    """Return a page of what is under a heading, or 404 where readers see nothing there at all."""
    at = timezone.now()
    page = page_of(request, at, number)
    if not page.rows and not listed(at, number).exists():
        raise Http404
    return page


def _list(request: HttpRequest, template: str, page: Page, **context: object) -> HttpResponse:
    """Show a page of a list; its address is its own, with no more than what it depends on."""
    canonical = request.build_absolute_uri(request.path)
    places = [(name, request.GET[name]) for name in (OLDER, NEWER) if name in request.GET]
    if places and not page.is_first:
        canonical += f"?{urlencode(places[:1])}"
    return render(request, template, {"page": page, "canonical": canonical, **context})
