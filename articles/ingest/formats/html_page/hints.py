"""What words in class and id, and names of elements, say of what stands in them: one table."""

from __future__ import annotations

from functools import lru_cache

from articles.text.lexicon.furniture import Kind

# Words of class names and ids as content managers write them, singular and plural, and names of
# elements; seen on news sites, blogs and portals in English and Chinese.
KINDS: dict[Kind, frozenset[str]] = {
    Kind.NAVIGATION: frozenset(
        "nav navbar navigation menu menus breadcrumb breadcrumbs crumb crumbs topbar masthead"
        " header skip search pager pagination paging prev next mbx daohang".split()
    ),
    Kind.FOOTER: frozenset("footer foot copyright colophon legal".split()),
    Kind.SHARE_LINE: frozenset(
        "share shares sharing sharebar social socials addthis sharethis bdsharebuttonbox weixin"
        " qrcode erweima print zan praise".split()
    ),
    Kind.COMMENTS: frozenset(
        "comment comments commentary disqus respond reply replies pinglun gentie".split()
    ),
    Kind.RELATED_LINKS: frozenset(
        "related relate recommend recommended recommendation recommendations recirc trending"
        " popular readmore morelinks outbrain taboola seealso also hotnews tuijian xiangguan"
        " recirculation tags tag taglist keywords more teaser teasers".split()
    ),
    Kind.SIDE_BAR: frozenset(
        "aside sidebar side rail sider rightbar ranking rank hot widget widgets".split()
    ),
    Kind.NOTICE: frozenset(
        "newsletter subscribe subscription signup paywall promo promos promotion promotional"
        " boilerplate"
        " advert adverts advertisement advertising ad ads adbox adslot sponsor sponsored sponsors"
        " cookie consent banner dfp gpt disclaimer statement shengming button select form label"
        " donate donation modal popup tooltip".split()
    ),
    Kind.LICENCE: frozenset(("licence", "license", "rights")),
}
# What is about the article and not in it.
ABOUT = frozenset(
    "byline bylines author authors authorbio bio biography caption captions figcaption credit"
    " credits dateline timestamp editor zebian zerenbianji infos pubtime newsinfo".split()
)
# Elements whose words alone never are an article's. `header` is not one: titles stand there too.
FRAMES = frozenset("nav footer aside form button select label".split())
# What stands out in longer words: `richtextsidebarmodule`, `similarlinks`.
_PARTS = {
    "sidebar": Kind.SIDE_BAR,
    "related": Kind.RELATED_LINKS,
    "similarlink": Kind.RELATED_LINKS,
    "recommend": Kind.RELATED_LINKS,
    "breadcrumb": Kind.NAVIGATION,
    "newsletter": Kind.NOTICE,
    "subscri": Kind.NOTICE,
    "advert": Kind.NOTICE,
    "comment": Kind.COMMENTS,
}
_LONG = 8
# Where a page puts the sentence under its title.
DECKS = frozenset(
    "deck dek subtitle subhead subheading standfirst strapline futitle subheadline".split()
)
_DECK = ("dek", "deck", "subtitle", "standfirst", "subheadline")
_BY_WORD = {word: kind for kind, words in KINDS.items() for word in words}


def names_deck(hints: frozenset[str]) -> bool:
    """Whether an element's own words say that it holds the sentence under a title."""
    return any(word in DECKS or (len(word) > _LONG and word.endswith(_DECK)) for word in hints)


def kind_of(hints: frozenset[str]) -> Kind | None:
    """Return what the words around a block say it is, the kinds in the order of the table."""
    found = {_BY_WORD[word] for word in hints if word in _BY_WORD}
    if not found:
        found = {kind for word in hints if len(word) > _LONG for kind in _compound(word)}
    return next((kind for kind in KINDS if kind in found), None)


@lru_cache(maxsize=4096)
def _compound(word: str) -> tuple[Kind, ...]:
    """Return what a word says that was written without marks between its parts."""
    return tuple(kind for part, kind in _PARTS.items() if part in word)
