"""What the elements of feeds are called, in every version of RSS, Atom and CDF, and what for."""

from __future__ import annotations

from articles.ingest.formats.exports.values import says_anything
from articles.ingest.formats.exports.xml_text import Element, Xml


def _names(words: str) -> frozenset[str]:
    """Return names with those of Atom beside the bare ones, which old versions share."""
    return frozenset(
        name for word in words.split() for name in ((word,) if ":" in word else _both(word))
    )


def _both(word: str) -> tuple[str, str]:
    return word, f"atom:{word}"


ROOTS = _names("rss rdf:rdf feed channel entry")
ENTRIES = _names("item entry")
CONTAINERS = _names("channel feed")
TITLES = _names("title dc:title")
AUTHORS = _names("author dc:creator dc:author itunes:author")
LINKS = _names("link guid id feedburner:origlink")
DATES = _names(
    "pubdate published issued updated modified created dc:date"
    " dcterms:issued dcterms:created dcterms:modified"
)
LABELS = _names("category dc:subject media:category itunes:category")
KEYWORDS = _names("keywords media:keywords itunes:keywords")
SOURCES = _names("source dc:publisher")
ABOUT = _names("description subtitle tagline dc:description language")  # of the feed itself
METADATA = LINKS | DATES | LABELS | KEYWORDS | SOURCES
# Whose values mean something: what the parser of values is told.
OUTLINED = (
    (METADATA | TITLES | AUTHORS | _names("name email uri"))
    | _names("media:group media:content media:thumbnail media:credit enclosure itunes:image")
    | _names("media:title xhtml:div xhtml:em xhtml:strong xhtml:b xhtml:i xhtml:a xhtml:span")
)
# The whole text, then what may be a summary of it: the first that says anything is the text.
TEXTS = (
    *("content:encoded", "atom:content", "content", "body", "xhtml:body", "fullitem"),
    *("description", "atom:summary", "summary", "abstract", "dc:description", "media:description"),
)
WHOLE_TEXTS = frozenset(TEXTS[:6])
# Of these an attribute says whether they are HTML.
TYPED = _names("content summary title")


def parts(entry: Element) -> list[Element]:
    """Return the elements of an entry, those of a group of media among them."""
    found: list[Element] = []
    for child in entry.children:
        if child.name == "media:group":
            found += child.children
        else:
            found.append(child)
    return found


def texts(xml: Xml, entry: Element) -> list[Element]:
    """Return the elements of an entry that say its text or a summary, the whole text first."""
    found = [one for one in parts(entry) if one.name in TEXTS and _is_text(one)]
    said = [one for one in found if says_anything(content(xml, one))]
    return sorted(said, key=lambda one: TEXTS.index(one.name))


def content(xml: Xml, element: Element) -> str:
    """Return the content of an element that may be HTML, escaped or as elements of the feed."""
    return xml.markup(element) if element.children else xml.value(element)


def _is_text(element: Element) -> bool:
    """Whether an element is words: Atom also holds pictures and data in its content."""
    kind = element.named.get("type", "").lower() if element.name in TYPED else ""
    return (
        not kind
        or kind in ("text", "html", "xhtml")
        or kind.startswith("text/")
        or (kind == "application/xhtml+xml")
    )
