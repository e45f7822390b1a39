"""What the keys of a post's header say, and who wrote it: a generator of sites, or a crawler.

Seen in: Jekyll, Hexo (Icarus, NexT, Butterfly), Hugo, Zola, Quarto; and in dumps of feeds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from articles.text.characters import name_of
from articles.text.lexicon import LABEL_ROLES, Role

# Of several keys that say the same the first counts that has a value.
TITLE = ("title",)
SUBTITLE = ("subtitle",)
SUMMARY = ("description", "summary", "excerpt")
DATE = ("date", "published", "pubdate", "published_at", "publishdate", "datepublished")
ADDRESS = (
    *("from", "link", "url", "source_url", "original_url", "canonical_url", "canonical_link"),
    *("permalink", "source"),
)
SOURCE = ("source", "site", "site_name", "publication", "来源", "出处", "稿源")
PUBLISHER = ("publisher", "copyright_holder")
LABELS = ("categories", "category", "tags")
KEYWORDS = ("keywords",)
PICTURE = (
    *("headimg", "thumbnail", "image", "cover", "banner", "cover_image", "featured_image"),
    *("featuredimage", "feature_image", "hero_image", "heroimage", "og_image", "images"),
)
STATUS = ("draft", "published", "status")
CREDITS = {
    **dict.fromkeys(("author", "authors", "by", "byline", "writer", "writers"), Role.AUTHOR),
    **dict.fromkeys(("reporter", "reporters"), Role.REPORTER),
    **dict.fromkeys(("editor", "editors"), Role.EDITOR),
    **dict.fromkeys(("translator", "translators"), Role.TRANSLATOR),
    **dict.fromkeys(("photographer", "photographers"), Role.PHOTOGRAPHER),
    **{
        label.replace(" ", "_"): role
        for label, role in LABEL_ROLES.items()
        if not label.isascii() or label.endswith(" by")
    },
}
# What of an article may be described by keys of its own: `cover:` with `image:` below it.
DESCRIBED = frozenset({*CREDITS, *PICTURE, *SOURCE, *PUBLISHER})
_OF_PICTURE = ("image", "url", "src", "path", "file", "filename", "feature", "thumbnail")
# All that is read; the rest of a header is its site's business.
READ = frozenset(
    {*TITLE, *SUBTITLE, *SUMMARY, *DATE, *ADDRESS, *LABELS, *KEYWORDS, *STATUS, *DESCRIBED}
)

# Dumps call the text's first picture so, wherever it is; themes of Hexo say `thumbnail` too.
_FIRST_PICTURE = "headimg"
# A file of the writer's own site: `/img/pier.png`, where a dump has an address or nothing.
_OWN_FILE = re.compile(
    r"\.{0,2}/(?!/)|[^\s:/<>][^\s:<>]{0,200}\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE
)
# A post is meant for a page of its writer's; a crawler has no use for these.
_POST_KEYS = frozenset(
    "layout permalink slug draft published updated lastmod publishdate expirydate weight aliases"
    " toc math mathjax comment cover top_img excerpt abbrlink series menu type"
    " nav_order redirect_from last_modified_at featured photos taxonomies params resources".split()
)
# Where Jekyll takes each word for a label. Hexo takes the line for one, and may say `layout` too.
WORDS_APART = frozenset({"categories", "tags"})
_OF_HEXO = frozenset({"updated", "abbrlink", "top_img", "comment"})
_LAYOUT = re.compile(r"[\w-]+")
_LEAD = re.compile(r"^[\s—–-]+(?=\S)")
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


def is_post(keys: Collection[str]) -> bool:
    """Say whether a header with `keys` is one of a generator of sites."""
    return not _POST_KEYS.isdisjoint(keys)


def is_jekyll(header: Mapping[str, str]) -> bool:
    """Say whether a header is Jekyll's, of keys with their first value: its layout is a bare word.

    Others name the file of a layout, or leave it to the site.
    """
    is_laid_out = _LAYOUT.fullmatch(header.get("layout", "")) is not None
    return is_laid_out and _OF_HEXO.isdisjoint(header)


def is_dump(header: Mapping[str, Sequence[str]]) -> bool:
    """Say whether whoever fetched a text from a feed wrote its header, of keys with their values.

    All dumps seen have their site both as author and among the categories, no tags, and whole
    addresses of pictures. Generators' posts have tags beside categories, files of their own site
    as pictures, or keys that only they use.
    """
    if is_post(header) or _has_own_picture(header):
        return False
    if _FIRST_PICTURE in header:
        return True
    if {"tags", "categories"} <= header.keys():
        return False
    author = name_of(next(iter(header.get("author", ())), ""))
    labels = (name_of(value) for key in LABELS for value in header.get(key, ()))
    return author != "" and author in map(unled, labels)


def said_by(key: str) -> tuple[str, ...]:
    """Return by which of its own keys, the first that is there, the value of `key` is said."""
    return _OF_PICTURE if key in PICTURE else ("name",)


def unled(label: str) -> str:
    """Return a label without the stroke that dumps put before a channel's name."""
    return _LEAD.sub("", label)


def _has_own_picture(header: Mapping[str, Sequence[str]]) -> bool:
    return any(_OWN_FILE.match(value) for key in PICTURE for value in header.get(key, ()))


def is_yes(value: str) -> bool:
    return value.strip().lower() in _YES


def is_no(value: str) -> bool:
    return value.strip().lower() in _NO
