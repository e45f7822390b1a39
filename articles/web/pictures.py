"""Pictures as a page shows them: from this host or not at all, and at their size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape
from typing import Self
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.cards.pictures import ByAddress
from articles.choices import ImageRole
from articles.imaging.geometry import Size
from articles.imaging.specs import INLINE, LEAD, Spec
from articles.models import ArticleImage
from articles.text.html import text_of
from articles.text.urls import web_url

# A certified body writes each picture in one way, and no `>` inside an attribute.
_PICTURE = re.compile("(<figure>)?<img ([^>]*)>")
_FIRST = re.compile("(?:<figure>)?<img ([^>]*)>(?:(?:<figcaption>(.*?)</figcaption>)?</figure>)?")
# As large as what counts readers, and no picture.
_OF_A_COUNTER = {"0", "1", "2"}
_ATTRIBUTE = re.compile('([a-z]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendition with the words that go with it; `wide` is the address of a larger one."""

    src: str
    wide: str
    wide_width: int
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @classmethod
    def of(cls, use: ArticleImage, spec: Spec) -> Self | None:
        """Return a use of an image in that size, or None where there is no file to show."""
        image = use.image
        if not image.file or not image.width or not image.height:
            return None
        size, whole = spec.size(Size(image.width, image.height)), Size(image.width, image.height)
        return cls(
            src=image.rendition_url(spec.name),
            wide="" if spec.is_crop else image.rendition_url(LEAD.name),
            wide_width=LEAD.size(whole).width,
            width=size.width,
            height=size.height,
            alt=use.alt or image.alt,
            caption=use.caption,
            credit=use.credit or image.credit,
        )


class Pictures:
    """The pictures of one article: those its body names, and those that stand around it."""

    def __init__(self, uses: Iterable[ArticleImage]) -> None:
        self._uses = [use for use in uses if use.image.file]
        self._by_address = ByAddress((use.image.url, use) for use in self._uses)
        self._shown: set[int] = set()

    def lift(self, body: str, lead: ArticleImage | None) -> tuple[Picture | None, str]:
        """Return the picture to show above a body, and what is left of the body.

        A body that begins with the lead picture gives it away; one that shows it further down
        keeps it there, and nothing stands above.
        """
        picture = Picture.of(lead, LEAD) if lead else None
        if lead is None or picture is None:
            return None, body
        first = _FIRST.match(body)
        if first and self._use(_src(first[1])) == lead:
            self._shown.add(lead.pk)
            caption = picture.caption or text_of(first[2] or "")
            return replace(picture, caption=caption), body[first.end() :]
        if any(self._use(_src(match[2])) == lead for match in _PICTURE.finditer(body)):
            return None, body
        self._shown.add(lead.pk)
        return picture, body

    def place(self, body: str) -> str:
        """Return a body that shows the pictures kept here and names where the others are."""
        return _PICTURE.sub(self._markup, body)

    def others(self) -> list[Picture]:
        """Return the pictures that were neither lifted nor placed."""
        left = (Picture.of(use, INLINE) for use in self._uses if use.pk not in self._shown)
        return [picture for picture in left if picture]

    def url(self, spec: Spec) -> str:
        """Return the address of the picture that stands for the article, or ""."""
        uses = sorted(self._uses, key=lambda use: use.role != ImageRole.LEAD)
        return uses[0].image.rendition_url(spec.name) if uses else ""

    def credits(self) -> list[str]:
        """Return who the pictures are by, each once."""
        return list(dict.fromkeys(filter(None, (u.credit or u.image.credit for u in self._uses))))

    def _use(self, src: str) -> ArticleImage | None:
        return self._by_address.find(src)

    def _markup(self, match: re.Match[str]) -> str:
        figure, attributes = match[1] or "", match[2]
        use = self._use(_src(attributes))
        picture = Picture.of(use, INLINE) if use else None
        if use is None or picture is None:
            return figure + _elsewhere(attributes)
        self._shown.add(use.pk)
        picture = replace(picture, alt=_attribute(attributes, "alt") or picture.alt)
        if figure or not picture.caption:
            return figure + _img(picture)
        return format_html(
            "<figure>{}<figcaption>{}</figcaption></figure>", _img(picture), picture.caption
        )


def lead_elsewhere(body: str, lead: ArticleImage | None) -> str:
    """Return a link to a lead picture that this host does not have; "" if the body names it."""
    if lead is None or Picture.of(lead, LEAD):
        return ""
    known = ByAddress([(lead.image.url, lead)])
    if any(known.find(_src(found[2])) for found in _PICTURE.finditer(body)):
        return ""
    return _named(web_url(lead.image.url), lead.alt or lead.image.alt or lead.caption)


def _img(picture: Picture) -> str:
    return format_html(
        '<img src="{}" srcset="{} {}w, {} {}w" sizes="(min-width: 44rem) 40rem, 100vw"'
        ' width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        picture.src,
        picture.src,
        picture.width,
        picture.wide,
        picture.wide_width,
        picture.width,
        picture.height,
        picture.alt,
    )


def _elsewhere(attributes: str) -> str:
    """Return a link in the place of a picture that this host does not have."""
    if {_attribute(attributes, side) for side in ("width", "height")} & _OF_A_COUNTER:
        return ""
    return _named(web_url(_src(attributes)), _attribute(attributes, "alt"))


def _named(src: str, alt: str) -> str:
    host = urlsplit(src).hostname
    if host is None:
        return format_html('<p class="elsewhere">{} {}</p>', _("A picture that is not here."), alt)
    return format_html(
        '<p class="elsewhere"><a href="{}" rel="nofollow noopener noreferrer">{}</a> {}</p>',
        src,
        _("Picture at %(host)s") % {"host": host},
        alt,
    )


def _src(attributes: str) -> str:
    return _attribute(attributes, "src")


def _attribute(attributes: str, name: str) -> str:
    return unescape(dict(_ATTRIBUTE.findall(attributes)).get(name, ""))
