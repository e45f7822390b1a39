"""What an article's page shows, made of what `for_reading` loaded."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles.choices import Precision
from articles.faces.described import Described, described
from articles.faces.kinds import Kind
from articles.faces.schema_org import reference
from articles.imaging.specs import SOCIAL
from articles.models import Article
from articles.web.cards import Section, person, section
from articles.web.dates import Shown, shown, shown_in_lists
from articles.web.pictures import Picture, Pictures, lead_elsewhere
from articles.web.trusted import placed, script_json, scrolled
from articles.web.words import beginning, teaser

_LOCALES = {"zh": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB", "ja": "ja_JP", "ko": "ko_KR"}
DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The people behind one label, in the order in which they were printed."""

    label: str
    people: list[Section]


class ArticlePage:
    """An article for its reader."""

    def __init__(self, article: Article, request: HttpRequest) -> None:
        self.article = article
        self.described: Described = described(article, request.build_absolute_uri("/")[:-1])
        self.url = self.described.page
        self._pictures = Pictures(article.article_images.all())
        lead = article.lead_image
        self.lead, body = self._pictures.lift(self.described.certified_body, lead)
        self.lead_elsewhere = lead_elsewhere(body, lead)
        self.body: SafeString = scrolled(placed(body, self._pictures))
        self.others: list[Picture] = self._pictures.others()
        self.picture_credits = self.described.joined(self._pictures.credits())
        social = self._pictures.url(SOCIAL)
        self.social = self.described.site + social if social else ""

    @cached_property
    def date(self) -> Shown:
        """When the text first appeared, where that is known, else when it appeared here."""
        article = self.article
        return shown(article.sort_at, article.original_precision)

    @cached_property
    def appeared_here(self) -> Shown | None:
        """When it appeared here, where it had appeared before."""
        here, before = self.article.published_at, self.article.originally_published_at
        return shown(here) if here and before and here != before else None

    @property
    def modified(self) -> str:
        """When it last changed, for machines."""
        return self.described.updated_at.isoformat(timespec="seconds")

    @cached_property
    def sections(self) -> list[Section]:
        return [section(category) for category in self.article.categories.all()]

    @property
    def credits(self) -> list[CreditLine]:
        lines = self.described.labelled.items()
        return [CreditLine(label, [person(name) for name in names]) for label, names in lines]

    @property
    def comma(self) -> str:
        """What stands between names, as the article's language separates them."""
        return self.described.joined(["", ""])

    @property
    def writers(self) -> list[Section]:
        return [person(name) for name in self.described.writers]

    @property
    def corrections(self) -> list[tuple[Shown, str]]:
        """What readers were told about changes, oldest first, each with its day."""
        return [
            (shown_in_lists(told.at, Precision.TIME), told.text)
            for told in self.described.corrections
        ]

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The article in other forms: media types and addresses."""
        address = self.described.uri.rstrip("/")
        return [(kind.media_type, f"{address}.{kind.suffix}") for kind in Kind]

    @property
    def original_title(self) -> str:
        """The source's own title, where it is another one."""
        return self.described.original_title

    @property
    def origin(self) -> str:
        """The address of the original, if it is one that a reader can follow."""
        return self.described.origin

    @cached_property
    def is_described(self) -> bool:
        """Whether there is anything to say about where the article comes from."""
        article = self.article
        own = (article.source, article.publisher, article.originally_published_at)
        found = (self.credits, self.picture_credits, self.original_title, self.origin)
        return article.truncated or any(own) or any(found)

    @cached_property
    def description(self) -> str:
        article = self.article
        said = beginning(article.summary, DESCRIPTION)
        return said or teaser(article.body_text[:1000], article.title, DESCRIPTION)

    @cached_property
    def locale(self) -> str:
        return _LOCALES.get(self.article.language, "")

    @property
    def structured(self) -> SafeString:
        """The page as schema.org's NewsArticle, for search engines."""
        return script_json(reference(self.described, self.description))
