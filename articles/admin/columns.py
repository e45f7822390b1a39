"""Pieces of markup that several lists and pages show alike."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.template.defaultfilters import date as formatted
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.choices import Precision, Status
from articles.models import Article, Image

EMPTY = "–"
# How much of a date is shown where the source printed no more.
FORMATS = {
    Precision.TIME: "Y-m-d H:i",
    Precision.DAY: "Y-m-d",
    Precision.MONTH: "Y-m",
    Precision.YEAR: "Y",
}


def thumbnail(image: Image | None, spec: str = "thumb") -> SafeString:
    """Return the picture where its file is here; a remote one is named and never loaded."""
    if image is None:
        return format_html('<span class="{}" aria-hidden="true"></span>', "thumb thumb-none")
    if not image.file:
        return format_html(
            '<span class="thumb thumb-remote" title="{}">{}</span>', image.url, _("not fetched")
        )
    return format_html(
        '<img class="thumb thumb-{}" src="{}" alt="{}" loading="lazy">',
        spec,
        image.rendition_url(spec),
        image.alt,
    )


def badge(status: str) -> SafeString:
    """Return the status as a word in its colour."""
    return format_html('<span class="badge badge-{}">{}</span>', status, Status(status).label)


def flags_of(article: Article) -> list[tuple[str, str]]:
    """Return what an editor should look at, each as a word and a sentence.

    Needs `source` and `family` loaded.
    """
    is_own = article.source is not None and article.source.kind == "own"
    facts = [
        (not article.title, _("no title"), _("No title was found; it cannot be published.")),
        (
            article.originally_published_at is None and not is_own,
            _("no date"),
            _("The source's date of publication is not known."),
        ),
        (article.truncated, _("truncated"), _("The document does not hold the whole text.")),
        (
            article.family is not None and article.family.canonical_id != article.pk,
            _("copy"),
            _("Another article carries the same or nearly the same text."),
        ),
    ]
    return [(word, sentence) for holds, word, sentence in facts if holds]


def flags(article: Article) -> SafeString:
    """Return an article's flags as words."""
    return format_html_join(" ", '<span class="flag" title="{1}">{0}</span>', flags_of(article))


def moment(value: datetime | None, precision: str = Precision.TIME) -> str:
    """Return a date as precisely as it is known, in the newsroom's time zone."""
    if value is None:
        return EMPTY
    return formatted(timezone.localtime(value), FORMATS[Precision(precision)])


def lines(*values: object) -> SafeString:
    """Return values one under the other, each in a line that does not break."""
    return format_html_join("", '<span class="line">{}</span>', ((value,) for value in values))


def size(value: int | None) -> str:
    return filesizeformat(value) if value else EMPTY


def link(address: str, text: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, text)


def to_change(row: object | None, text: object = "") -> SafeString | str:
    """Return a link to a row's page in the admin."""
    if row is None:
        return EMPTY
    name = row._meta.model_name  # type: ignore[attr-defined]
    return link(reverse(f"admin:articles_{name}_change", args=[row.pk]), text or row)  # type: ignore[attr-defined]


def link_with(address: str, query: dict[str, str], text: object) -> SafeString:
    """Return a link to a list, narrowed by `query`."""
    return link(f"{address}?{urlencode(query)}", text)
