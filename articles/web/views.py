from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static

from articles import freshness
from articles.models import Article, Category, Source
from articles.search.query import LONGEST_SEARCH
from articles.search.query import search as matching
from articles.text.slugs import slug as words_of
from articles.web.cards import section
from articles.web.front import front_of
from articles.web.listing import Page, page_of
from articles.web.page import ArticlePage
from articles.web.public import public


@public
def front(request: HttpRequest) -> HttpResponse:
    """The newest articles, those with a picture before the others; then older ones."""
    published = Article.objects.published()
    if before := request.GET.get("before", ""):
        return _list(request, "web/older.html", page_of(published, before))
    page = front_of(published)
    response = render(request, "web/front.html", {"front": page, "page": page.page})
    freshness.keep(response, [article.expires_at for article in page.articles])
    return response


@public
def category(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """The articles of a category and of those under it."""
    found = get_object_or_404(Category.objects.select_related("parent"), public_id=public_id)
    here = section(found)
    if slug != (found.slug or words_of(found.name)):
        return HttpResponsePermanentRedirect(here.url)
    page = page_of(Article.objects.published().in_category(found), request.GET.get("before", ""))
    return _list(
        request,
        "web/category.html",
        page,
        category=found,
        here=here,
        parent=section(found.parent) if found.parent else None,
        children=[section(child) for child in found.children.all()],
    )


@public
def source(request: HttpRequest, public_id: str) -> HttpResponse:
    """The articles of a source; one without any is unknown to readers."""
    published = Article.objects.published()
    found = get_object_or_404(Source.objects.used_by(published), public_id=public_id)
    page = page_of(published.filter(source=found), request.GET.get("before", ""))
    return _list(request, "web/source.html", page, source=found)


@public
def search(request: HttpRequest) -> HttpResponse:
    """The articles that hold a reader's words, newest first."""
    text = request.GET.get("q", "").strip()
    if len(text) > LONGEST_SEARCH:
        context = {"longest": LONGEST_SEARCH, "text": ""}
        return render(request, "web/search.html", context, status=400)
    page = page_of(matching(Article.objects.published(), text), request.GET.get("before", ""))
    return _list(request, "web/search.html", page, text=text)


@public
def article(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """An article, the notice of one that was withdrawn, or nothing."""
    found = Article.objects.published().for_reading().filter(public_id=public_id).first()
    if found is None:
        return _withdrawn(request, public_id)
    if slug != words_of(found.title):
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    response = render(request, "web/article.html", {"page": ArticlePage(found, request)})
    freshness.keep(response, [found.expires_at])
    return response


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers need not ask for."""
    return HttpResponse("User-agent: *\nDisallow: /search/\n", content_type="text/plain")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Where the site's sign is, for whoever asks without having read a page."""
    return redirect(static("web/icon.svg"))


def _withdrawn(request: HttpRequest, public_id: str) -> HttpResponse:
    gone = Article.objects.withdrawn().filter(public_id=public_id).first()
    if gone is None:
        raise Http404
    return render(request, "web/withdrawn.html", {"notice": gone.withdrawal_notice}, status=410)


def _list(request: HttpRequest, template: str, page: Page, **context: object) -> HttpResponse:
    response = render(request, template, {"page": page, **context})
    freshness.keep(response, [article.expires_at for article in page.articles])
    return response
