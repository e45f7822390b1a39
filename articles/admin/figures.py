"""How a source is doing: what its documents and articles lack, in numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin import columns
from articles.choices import CreditRole
from articles.models import Article, Credit, Document, Revision, Source

WRITERS = (CreditRole.AUTHOR, CreditRole.REPORTER, CreditRole.CORRESPONDENT)
HELD = "quarantined"


def figures_of(source: Source) -> list[tuple[str, str]]:
    """Return what is counted of a source, in words, each with its number and its share.

    Two queries, each over all rows of the source.
    """
    documents = _documents(source)
    articles = _articles(source)
    of_documents, of_articles = documents["number"], articles["number"]
    return [
        (_("documents"), str(of_documents)),
        (_("refused"), _share(documents["refused"], of_documents)),
        (_("quarantined"), _share(documents["held"], of_documents)),
        (_("last seen"), columns.moment(documents["last_seen"])),
        (_("articles"), str(of_articles)),
        (_("arrived without title"), _share(articles["untitled"], of_articles)),
        (_("without date"), _share(articles["undated"], of_articles)),
        (_("without author"), _share(articles["anonymous"], of_articles)),
        (_("copies"), _share(articles["copies"], of_articles)),
        (_("edited here"), _share(articles["edited"], of_articles)),
    ]


def table(pairs: list[tuple[str, str]]) -> SafeString:
    rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs)
    return format_html('<dl class="facts">{}</dl>', rows)


def _documents(source: Source) -> dict[str, Any]:
    return Document.objects.filter(source=source).aggregate(
        number=Count("pk"),
        refused=Count("pk", filter=~Q(refusal="") & ~Q(refusal=HELD)),
        held=Count("pk", filter=Q(refusal=HELD)),
        last_seen=Max("last_seen_at"),
    )


def _articles(source: Source) -> dict[str, Any]:
    credited = Exists(Credit.objects.filter(article=OuterRef("pk"), role__in=WRITERS))
    edited = Exists(Revision.objects.filter(article=OuterRef("pk"), by__isnull=False))
    rows = Article.objects.filter(source=source).order_by()
    return rows.annotate(is_credited=credited, is_edited=edited).aggregate(
        number=Count("pk"),
        untitled=Count("pk", filter=Q(original_title="")),
        undated=Count("pk", filter=Q(originally_published_at__isnull=True)),
        anonymous=Count("pk", filter=Q(is_credited=False)),
        copies=Count("pk", filter=Q(family__isnull=False) & ~Q(stands_for__isnull=False)),
        edited=Count("pk", filter=Q(is_edited=True)),
    )


def _share(number: int, of: int) -> str:
    if not number or not of:
        return str(number)
    return _("%(number)d (%(share)d%%)") % {
        "number": number,
        "share": round(100 * number / of),
    }
