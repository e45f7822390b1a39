"""What the keys of a post's header say, and who wrote it: a generator of sites, or a crawler.

Seen in: Jekyll, Hexo (Icarus, NexT, Butterfly), Hugo, Zola, Quarto; and in dumps of feeds.
"""

from __future__ import annotations

from collections.abc import Collection

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

# Dumps name the first picture so, and their site as the author; so do themes of Hexo.
_DUMP_KEYS = frozenset({"headimg", "thumbnail"})
# A post is meant for a page of its writer's; a crawler has no use for these.
_POST_KEYS = frozenset(
    "layout permalink slug draft published updated lastmod publishdate expirydate weight aliases"
    " toc math mathjax comment cover top_img excerpt abbrlink series menu type"
    " nav_order redirect_from last_modified_at featured photos taxonomies params resources".split()
)
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


def is_post(keys: Collection[str]) -> bool:
    """Say whether a header with `keys` is one of a generator of sites."""
    return not _POST_KEYS.isdisjoint(keys)


def is_dump(keys: Collection[str]) -> bool:
    """Say whether a header with `keys` was written by whoever fetched the text from a feed."""
    return not _DUMP_KEYS.isdisjoint(keys) and not is_post(keys)


def is_yes(value: str) -> bool:
    return value.strip().lower() in _YES


def is_no(value: str) -> bool:
    return value.strip().lower() in _NO
