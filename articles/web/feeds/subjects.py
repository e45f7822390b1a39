"""What a feed is about, and where each feed is found."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Category, Source
from articles.text.headings import Kind, heading

ATOM, RSS, JSON_FEED = "atom.xml", "rss.xml", "feed.json"
MEDIA_TYPES = {
    ATOM: "application/atom+xml",
    RSS: "application/rss+xml",
    JSON_FEED: "application/feed+json",
}
_FORMATS = {ATOM: "Atom", RSS: "RSS", JSON_FEED: "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything, or what a source, a section or a name has; `key` is its public id or the name."""

    kind: Kind = Kind.EVERYTHING
    key: str = ""
    name: str = ""
    about: str = ""
    rights: str = ""

    @property
    def keys(self) -> list[str]:
        """What its heading and its address say besides the kind."""
        return [self.key] if self.key else []

    @property
    def heading(self) -> int:
        return heading(self.kind, *self.keys)

    @property
    def urn(self) -> str:
        """A name that stays the same wherever the feed is found."""
        return ":".join(["urn", "newsroom", self.kind, *(quote(key, safe="") for key in self.keys)])

    @property
    def title(self) -> str:
        site = str(settings.NEWSROOM_SITE_NAME)
        return f"{self.name} – {site}" if self.name else site

    @property
    def description(self) -> str:
        return self.about or _("The newest articles.")

    @property
    def page(self) -> str:
        """The path of the page that shows the same to people."""
        if self.kind in {Kind.SOURCE, Kind.CATEGORY}:
            return reverse(f"web:{self.kind}", args=[self.key])
        if self.kind == Kind.CREDIT:
            return reverse("web:person", args=[self.key])
        return reverse("web:front")

    def feed(self, ending: str) -> str:
        """The path of its feed in one of the formats."""
        return reverse(f"web:feed-{self.kind}-{ending}", args=self.keys)


@dataclass(frozen=True, slots=True)
class Link:
    """A feed as a page names it in its head."""

    type: str
    title: str
    url: str


def of_source(source: Source) -> Subject:
    """Return a source as what a feed is about."""
    return Subject(Kind.SOURCE, source.public_id, source.name, rights=source.rights)


def of_category(category: Category) -> Subject:
    """Return a category, with all that is under it, as what a feed is about."""
    return Subject(Kind.CATEGORY, category.public_id, category.name, about=category.description)


def of_name(name: str) -> Subject:
    """Return somebody who is credited as what a feed is about."""
    return Subject(Kind.CREDIT, name, name)


def links(subject: Subject) -> list[Link]:
    """Return the feeds of a subject for the head of its page."""
    return [
        Link(media_type, f"{subject.title} ({_FORMATS[ending]})", subject.feed(ending))
        for ending, media_type in MEDIA_TYPES.items()
    ]


def named(kind: Kind, key: str) -> Subject | None:
    """Return a subject by what its address says, or None where there is nothing by that key."""
    if kind == Kind.SOURCE:
        source = Source.objects.filter(public_id=key).first()
        return of_source(source) if source else None
    if kind == Kind.CATEGORY:
        category = Category.objects.filter(public_id=key).first()
        return of_category(category) if category else None
    return of_name(key) if key else Subject()
