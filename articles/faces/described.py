"""What readers get of an article, as values: every form of it is made of these alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.cards.pictures import picture_url, renditions, shown_from_here
from articles.choices import CreditRole, ImageRole, Precision
from articles.imaging.specs import SPECS
from articles.models import Article, ArticleImage
from articles.text.html import clean_html, is_certified

WRITERS = frozenset({CreditRole.AUTHOR, CreditRole.REPORTER, CreditRole.CORRESPONDENT})
# How much of an ISO date says what is known of it.
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


@dataclass(frozen=True, slots=True)
class Mention:
    """Something of a name, and where the API has it."""

    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the credits, its role, and what stands before it in print."""

    role: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture in a size."""

    name: str
    url: str
    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture as the article uses it; without renditions where it is kept elsewhere."""

    uri: str
    url: str
    is_lead: bool
    alt: str
    caption: str
    credit: str
    renditions: tuple[Rendered, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What the newsroom told readers about a change."""

    at: datetime
    text: str

    @property
    def day(self) -> date:
        """Its day where the newsroom is."""
        return timezone.localtime(self.at).date()


@dataclass(frozen=True, slots=True)
class Described:
    """An article as readers get it; addresses are whole, texts are plain but for its body.

    `certified_body` names its pictures by where they came from, `body` shows those that are kept
    here from here.
    """

    uri: str
    page: str
    site: str
    site_name: str
    title: str
    original_title: str
    subtitle: str
    summary: str
    certified_body: str
    body: str
    text: str
    language: str
    is_truncated: bool
    source: Mention | None
    rights: str
    publisher: str
    origin: str
    sections: tuple[Mention, ...]
    keywords: tuple[str, ...]
    credits: tuple[Named, ...]
    pictures: tuple[Pictured, ...]
    first_published: str
    original_moment: datetime | None
    published_at: datetime
    updated_at: datetime
    corrections: tuple[Correction, ...]

    @property
    def writers(self) -> list[str]:
        """The names of those who wrote it, each once."""
        return list(dict.fromkeys(c.name for c in self.credits if c.role in WRITERS))

    @property
    def byline(self) -> str:
        return self.joined(self.writers)

    @property
    def credit_lines(self) -> list[tuple[str, str]]:
        """The names behind each label, in the order in which they were printed, each once."""
        return [(label, self.joined(names)) for label, names in self.labelled.items()]

    @property
    def labelled(self) -> dict[str, list[str]]:
        """The names by their labels; who did two things under one, 文/图, stands there once."""
        lines: dict[str, dict[str, None]] = {}
        for credit in self.credits:
            lines.setdefault(credit.label, {})[credit.name] = None
        return {label: list(names) for label, names in lines.items()}

    def joined(self, names: Iterable[str]) -> str:
        """Return names one after the other, as the article's language separates them."""
        return ("、" if self.language.startswith(("zh", "ja")) else ", ").join(names)


def described(article: Article, site: str) -> Described:
    """Describe an article out of what `for_reading` loaded; `site` is scheme and host."""
    source = article.source
    published = article.published_at or article.sort_at
    body, uses = certified(article.body), article.article_images.all()
    return Described(
        uri=site + reverse("api:article-detail", args=[article.public_id]),
        page=site + article.get_absolute_url(),
        site=site,
        site_name=settings.NEWSROOM_SITE_NAME,
        title=article.title,
        original_title=article.original_title if article.original_title != article.title else "",
        subtitle=article.subtitle,
        summary=article.summary,
        certified_body=body,
        body=shown_from_here(body, uses, site),
        text=article.body_text,
        language=article.language,
        is_truncated=article.truncated,
        source=_mention(site, "source", source.public_id, source.name) if source else None,
        rights=source.rights if source else "",
        publisher=article.publisher,
        origin=followable(article.canonical_url),
        sections=tuple(
            _mention(site, "category", c.public_id, c.name) for c in article.categories.all()
        ),
        keywords=tuple(article.keywords),
        credits=tuple(_credits(article)),
        pictures=tuple(_pictured(use, site) for use in uses),
        first_published=stated(article.sort_at, article.original_precision),
        original_moment=_known_to_the_second(article),
        published_at=published,
        updated_at=max(article.updated_at, published),
        corrections=tuple(_corrections(article)),
    )


def certified(body: str) -> str:
    """Return a body as it may be shown: as it stands if it can be proved, else cleaned again."""
    return body if is_certified(body) else clean_html(body)


def followable(url: str) -> str:
    """Return an address that a reader can follow, "" for any other."""
    return url if url.startswith(("https://", "http://")) else ""


def stated(moment: datetime, precision: str) -> str:
    """Return a date for machines, no more precisely than it is known.

    What is known to the day only is kept as its beginning in UTC.
    """
    if precision in _LENGTHS:
        return moment.astimezone(UTC).isoformat()[: _LENGTHS[Precision(precision)]]
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _mention(site: str, kind: str, public_id: str, name: str) -> Mention:
    return Mention(name, site + reverse(f"api:{kind}-detail", args=[public_id]))


def _credits(article: Article) -> Iterator[Named]:
    for credit in article.credits.all():
        label = credit.label.strip(" :：") or str(credit.get_role_display())
        yield Named(credit.role, label, credit.name)


def _pictured(use: ArticleImage, site: str) -> Pictured:
    image = use.image
    url = picture_url(image) or ""
    made = (
        Rendered(r.spec, site + r.path, SPECS[r.spec].format.mime, r.size.width, r.size.height)
        for r in renditions(image)
    )
    return Pictured(
        uri=site + reverse("api:image-detail", args=[image.public_id]),
        url=site + url if url.startswith("/") and not url.startswith("//") else url,
        is_lead=use.role == ImageRole.LEAD,
        alt=use.alt or image.alt,
        caption=use.caption,
        credit=use.credit or image.credit,
        renditions=tuple(made),
    )


def _known_to_the_second(article: Article) -> datetime | None:
    is_known = article.original_precision == Precision.TIME
    return article.originally_published_at if is_known else None


def _corrections(article: Article) -> Iterator[Correction]:
    for revision in article.corrections:
        if revision.visible_from is not None:
            yield Correction(revision.visible_from, revision.correction)
