"""What an article's page shows, made of what `for_reading` loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles.choices import CreditRole
from articles.imaging.specs import SOCIAL
from articles.models import Article
from articles.web.cards import Section, section
from articles.web.dates import Shown, shown
from articles.web.pictures import Picture, Pictures
from articles.web.trusted import certified, placed, script_json
from articles.web.words import beginning

_WRITERS = {CreditRole.AUTHOR, CreditRole.REPORTER, CreditRole.CORRESPONDENT}
_LOCALES = {"zh": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB", "ja": "ja_JP", "ko": "ko_KR"}
DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The names behind one label, in the order in which they were printed."""

    label: str
    names: str


class ArticlePage:
    """An article for its reader."""

    def __init__(self, article: Article, request: HttpRequest) -> None:
        self.article = article
        self.url = request.build_absolute_uri(article.get_absolute_url())
        self._site = request.build_absolute_uri("/")[:-1]
        self._pictures = Pictures(article.article_images.all())
        lead = article.lead_image
        self.lead, body = self._pictures.lift(certified(article.body), lead)
        self.body: SafeString = placed(body, self._pictures)
        self.others: list[Picture] = self._pictures.others()
        self.picture_credits = self._joined(self._pictures.credits())
        self.social = self._site + social if (social := self._pictures.url(SOCIAL)) else ""

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

    @cached_property
    def sections(self) -> list[Section]:
        return [section(category) for category in self.article.categories.all()]

    @cached_property
    def credits(self) -> list[CreditLine]:
        lines: dict[str, list[str]] = {}
        for credit in self.article.credits.all():
            label = credit.label.strip(" :：") or credit.get_role_display()
            lines.setdefault(label, []).append(credit.name)
        return [CreditLine(label, self._joined(names)) for label, names in lines.items()]

    @cached_property
    def writers(self) -> list[str]:
        found = (c.name for c in self.article.credits.all() if c.role in _WRITERS)
        return list(dict.fromkeys(found))

    @cached_property
    def original_title(self) -> str:
        """The source's own title, where it is another one."""
        article = self.article
        return article.original_title if article.original_title != article.title else ""

    @cached_property
    def origin(self) -> str:
        """The address of the original, if it is one that a reader can follow."""
        url = self.article.canonical_url
        return url if url.startswith(("https://", "http://")) else ""

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
        return beginning(article.summary or article.body_text[:1000], DESCRIPTION)

    @cached_property
    def locale(self) -> str:
        return _LOCALES.get(self.article.language, "")

    @cached_property
    def structured(self) -> SafeString:
        """The page as schema.org's NewsArticle, for search engines."""
        article = self.article
        values = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": self.url,
            "headline": article.title,
            "description": self.description,
            "inLanguage": article.language,
            "datePublished": self.date.machine,
            "articleSection": [s.name for s in self.sections],
            "image": self.social,
            "author": [{"@type": "Person", "name": name} for name in self.writers],
            "publisher": _organisation(settings.NEWSROOM_SITE_NAME),
            "sourceOrganization": _organisation(article.source.name) if article.source else None,
            "isBasedOn": self.origin,
        }
        return script_json({key: value for key, value in values.items() if value})

    def _joined(self, names: list[str]) -> str:
        return ("、" if self.article.language.startswith(("zh", "ja")) else ", ").join(names)


def _organisation(name: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": name}
