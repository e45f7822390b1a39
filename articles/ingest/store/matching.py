"""Which article a reading is.

No document says it; what identifies an article, in this order:

    1  the same bytes at the same place: the articles that came of them; the same key there
    2  the same bytes at another place of the same source: a file that was moved or copied
    3  the same address, of the same source, and like text or the same place
    4  the same text, from the same document or the same source
    5  the same place and like text: a new version

Too little text to compare is a version where it stayed or the title did; so is all that a place
holds, if it was all there before. Without any text, as in a post of pictures, title or a picture
must have stayed.

What matches nothing is a new article. Articles of other sources are never matched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from articles.choices import Action
from articles.ingest.records import DocumentReading, Place, Reading, Warn
from articles.ingest.refusals import Refusal
from articles.ingest.store.facts import Facts, StoredDocument, StoredOrigin, Target, url_key
from articles.ingest.store.values import picture_keys
from articles.text.fingerprint import fingerprint, is_like
from articles.text.folding import fold

# Pairs of old and new articles of one document that are compared by their texts, at 2 ms a pair.
MOST_COMPARED = 40

# A document's articles as it was last read, by place and index: what a deleted article said is
# known from the bytes alone.
Before = Mapping[tuple[Place, int], Reading]


class How(Enum):
    NEW = auto()
    SAME_BYTES = auto()
    COPY = auto()  # the same text at another place, or twice in one document
    VERSION = auto()  # the same article, perhaps with other words
    SILENT = auto()  # the same article, which follows a later document


@dataclass(slots=True)
class Match:
    target: Target
    how: How


@dataclass(slots=True)
class Matching:
    """The articles of one document matched so far, by index, and what to warn of."""

    facts: Facts
    reading: DocumentReading
    source: str
    before: Before
    is_again: bool = False  # the bytes a place has are read once more, by other rules perhaps
    stored: StoredDocument | None = None
    found: dict[int, Match] = field(default_factory=dict)
    warnings: list[Warn] = field(default_factory=list)

    def run(self) -> list[Match]:
        """Return a match for each article of the document, in order."""
        self.stored = self.facts.documents.get(self.reading.place)
        first = self._same_place if self.is_again else self._same_bytes
        ways = (
            self._still_deleted,
            first,
            self._same_key,
            self._moved,
            self._same_url,
            self._same_text,
        )
        for exact in ways:
            for index, article in self._open():
                if match := exact(index, article):
                    self.found[index] = match
        self._like_texts()
        for index, _article in self._open():
            self.found[index] = self._same_index(index) or Match(Target(), How.NEW)
        for index, article in enumerate(self.reading.articles):
            if article.duplicate_of is not None:
                self.found[index] = Match(self.found[article.duplicate_of].target, How.COPY)
        return [self.found[index] for index in range(len(self.reading.articles))]

    def _open(self) -> list[tuple[int, Reading]]:
        """Return the articles without a match; copies inside a document follow their originals."""
        return [
            (index, article)
            for index, article in enumerate(self.reading.articles)
            if index not in self.found and article.duplicate_of is None
        ]

    def _still_deleted(self, index: int, article: Reading) -> Match | None:
        """Match what an editor deleted, where other articles of the same bytes are made again."""
        stored = self.stored
        if stored is None or stored.refusal != Refusal.UNDONE:
            return None
        origin = stored.origins.get(index) if stored.sha256 == self.reading.sha256 else None
        if origin and origin.target.is_deleted and origin.row["fingerprint"] == article.fingerprint:
            return Match(origin.target, How.SAME_BYTES)
        return None

    def _same_bytes(self, index: int, article: Reading) -> Match | None:
        if self.stored and self._is_same():
            origin = self.stored.origins.get(index)
            if origin and self.stored.source == self.source:
                return Match(origin.target, How.SAME_BYTES)
        return None

    def _same_place(self, index: int, article: Reading) -> Match | None:
        """Match by index what the same bytes gave before, unless that was another text."""
        origin = self._origin_at(index)
        if origin is None or not (self._is_alone() or self._is_as_read(article, origin)):
            return None
        return self._version(origin.target)

    def _same_index(self, index: int) -> Match | None:
        """Match what nothing else was found for: other rules can change all of a text."""
        origin = self._origin_at(index) if self.is_again else None
        return self._version(origin.target) if origin else None

    def _origin_at(self, index: int) -> StoredOrigin | None:
        """Return what the same bytes gave at an index, where they give as many articles."""
        if not self._is_same() or len(self._origins()) != len(self.reading.articles):
            return None
        if any(origin.row["key"] for origin in self._origins()):
            return None
        origin = self.stored.origins.get(index) if self.stored else None
        return origin if origin and origin.target in self._here() else None

    def _is_as_read(self, article: Reading, origin: StoredOrigin) -> bool:
        is_same = bool(article.fingerprint) and article.fingerprint == origin.row["fingerprint"]
        return is_same or self._is_version(article, origin)

    def _is_same(self) -> bool:
        stored = self.stored
        return bool(stored and stored.sha256 == self.reading.sha256 and not stored.refusal)

    def _same_key(self, index: int, article: Reading) -> Match | None:
        """Match what the document itself calls by the same name, once there and once here."""
        keys = [one.key for one in self.reading.articles]
        if not article.key or keys.count(article.key) > 1:
            return None
        found = [one.target for one in self._origins() if one.row["key"] == article.key]
        return self._version(found[0]) if len(found) == 1 and found[0] in self._here() else None

    def _moved(self, index: int, article: Reading) -> Match | None:
        pending = self.facts.pending.by_blob.get((self.reading.sha256, self.source), {})
        for document in self.facts.by_blob.get(self.reading.sha256, ()):
            origin = document.origins.get(index)
            # Another place with these bytes may have been read by former rules.
            is_other = self.is_again and (
                index in pending or len(document.origins) != len(self.reading.articles)
            )
            is_elsewhere = document is not self.stored and document.source == self.source
            if origin and is_elsewhere and not is_other:
                return Match(origin.target, How.COPY)
        return Match(pending[index], How.COPY) if index in pending else None

    def _same_url(self, index: int, article: Reading) -> Match | None:
        url = url_key(article.canonical_url)
        found = (
            [one for one in self.facts.same_url(url) if one.source == self.source] if url else []
        )
        here = self._here()
        for same in found:
            if same.target in here or is_like(same.target.text, article.body_text):
                return self._version(same.target)
        if found:
            self.warnings.append(Warn("same_url_other_text", params={"url": url[:200]}))
        return None

    def _same_text(self, index: int, article: Reading) -> Match | None:
        """Match an exact copy; an article that is still there goes before one that was deleted."""
        if not article.fingerprint:
            return None
        stored = self.stored.pk if self.stored else None
        found = [
            same.target
            for same in self.facts.same_text(article.fingerprint)
            if same.source == self.source or (same.document is not None and same.document == stored)
        ]
        found.sort(key=lambda target: target.is_deleted)
        here = next((target for target in found if target in self._here()), None)
        if here and here.is_deleted == found[0].is_deleted:
            return self._version(here)
        return Match(found[0], How.COPY) if found else None

    def _version(self, target: Target) -> Match:
        """Match by what may be a new version, unless the article follows another document."""
        is_copy = self.stored is not None and self._follows_another(target, self.stored)
        return Match(target, How.COPY if is_copy else How.VERSION)

    def _follows_another(self, target: Target, here: StoredDocument) -> bool:
        """Say whether this place holds a copy, of a document that has been seen as lately.

        One that has not been was moved here. What is only read again was not seen anywhere.
        """
        origin = next((one for one in here.origins.values() if one.target is target), None)
        if self.is_again and origin is not None:
            return bool(origin.row["action"] == Action.DUPLICATE)
        return (
            origin is not None
            and origin.row["action"] == Action.DUPLICATE
            and any(
                same.target is target and same.leads_since >= here.last_seen
                for same in self.facts.by_fingerprint[origin.row["fingerprint"]]
                if same.leads_since is not None
            )
        )

    def _origins(self) -> Collection[StoredOrigin]:
        return self.stored.origins.values() if self.stored else ()

    def _here(self) -> list[Target]:
        """Return the articles that this place held, without those matched already."""
        taken = [match.target for match in self.found.values()]
        return [one.target for one in self._origins() if one.target not in taken]

    def _like_texts(self) -> None:
        """Match what is left of the document with what it held, the same index first."""
        tried = 0
        for is_near in (True, False):
            for index, article in self._open():
                for origin in self._origins():
                    if (origin.index == index) != is_near or origin.target not in self._here():
                        continue
                    tried += 1
                    if tried <= MOST_COMPARED and self._is_version(article, origin):
                        self.found[index] = Match(origin.target, How.VERSION)
                        break

    def _is_version(self, article: Reading, origin: StoredOrigin) -> bool:
        """Compare texts, or whatever else there is where they are too short to tell anything."""
        title, text, pictures = self._said(origin)
        if article.fingerprint or fingerprint(text):
            return is_like(text, article.body_text)
        if article.title and fold(title) == fold(article.title):
            return True
        if text and article.body_text:
            return self._is_alone() or fold(text) == fold(article.body_text)
        return self._is_alone() and not pictures.isdisjoint(picture_keys(article.pictures))

    def _said(self, origin: StoredOrigin) -> tuple[str, str, frozenset[str]]:
        """Return title, text and pictures of an article as this place last had it."""
        target = origin.target
        if not target.is_deleted:
            return target.title, target.text, target.pictures
        said = self.before.get((self.reading.place, origin.index), Reading())
        return said.title, said.body_text, picture_keys(said.pictures)

    def _is_alone(self) -> bool:
        """Say whether this place held one article and holds one."""
        return len(self.reading.articles) == 1 and len(self._origins()) == 1
