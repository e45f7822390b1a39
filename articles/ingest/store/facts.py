"""What the database knows about a batch of documents, loaded in a fixed number of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from articles.choices import Action
from articles.copies.following import sieve
from articles.copies.sieve import Sieve
from articles.ingest.records import DocumentReading, Place, Reading
from articles.ingest.store.fuse import Fuse, Watch
from articles.ingest.store.leading import FIRST, Leading, Rank
from articles.ingest.store.merging import Stored, load
from articles.ingest.store.values import Values, label_of, source_fold, source_name
from articles.models import Article, Document, Origin, Source, SourceLabel
from articles.text.html import text_of

# A site that gives one address for all its pages identifies none of them by it.
MOST_OF_ONE_URL = 5
# Characters of a planned text that a dry run keeps: its likeness to another shows in them.
ENOUGH_TO_COMPARE = 600
_SITE = re.compile(r"https?://[^/?#]*/?(?:#.*)?")


OF_ARTICLE = ("article", "article__public_id", "article__title")
ORIGIN = (
    *("pk", "index", "key", "labels", "fingerprint", "canonical_url"),
    *("action", "evidence", "is_current", "run"),
    *("document", "document__source", "document__last_seen_at", *OF_ARTICLE),
)


@dataclass(slots=True)
class New:
    """What an article to be made will say; `reading` is let go of when that is done."""

    values: Values
    reading: Reading


@dataclass(eq=False, slots=True)
class Target:
    """An article that a reading may turn out to be: stored, planned just now, or deleted."""

    pk: int | None = None
    public_id: str | None = None
    title: str = ""
    # As an import last wrote them, where they have been asked for.
    text: str = ""
    pictures: frozenset[str] = frozenset()
    new: New | None = None
    is_deleted: bool = False
    led_by: Rank = FIRST  # where the vault is read again, the last of its documents

    def is_one_with(self, other: Target) -> bool:
        """Say whether both are one article, or none that is left."""
        return self is other or (self.is_deleted and other.is_deleted)


@dataclass(slots=True)
class StoredOrigin:
    """Which article a stored document had at an index; `row` has the columns of ORIGIN."""

    pk: int
    index: int
    target: Target
    row: dict[str, Any]


@dataclass(slots=True)
class StoredDocument:
    """A place that an import has met before."""

    pk: int
    sha256: str
    source: str  # the key of its source
    refusal: str
    detail: str  # of the refusal
    blob: int | None
    last_seen: datetime
    origins: dict[int, StoredOrigin] = field(default_factory=dict)


@dataclass(slots=True)
class Same:
    """An article with a certain text or address, and where that was imported from."""

    target: Target
    source: str
    document: int | None = None
    # When that document was last seen, if the article follows it.
    leads_since: datetime | None = None


@dataclass(slots=True)
class Pending:
    """What planned documents will have put into the database; kept over batches by a dry run."""

    by_blob: dict[tuple[str, str], dict[int, Target]] = field(default_factory=dict)
    by_fingerprint: dict[str, list[Same]] = field(default_factory=lambda: defaultdict(list))
    by_url: dict[str, list[Same]] = field(default_factory=lambda: defaultdict(list))
    planned: list[Target] = field(default_factory=list)
    sieve: Sieve = field(default_factory=sieve)
    watches: dict[str, Watch] = field(default_factory=dict)

    def forget(self) -> None:
        """Let go of what only the writing of a batch needs."""
        for target in self.planned:
            target.new = None
            target.text = target.text[:ENOUGH_TO_COMPARE]
        self.planned.clear()


class Sources:
    """The sources by every name they go by; a source that is not there yet has only its key."""

    def __init__(self) -> None:
        rows = Source.objects.order_by("pk").values_list("pk", "name", "aliases")
        self.pks: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.keys: dict[int | None, str] = {None: ""}
        self._aliases: dict[str, str] = {}
        for pk, name, aliases in rows:
            key = source_fold(name)
            self.pks[key], self.names[key], self.keys[pk] = pk, name, key
            for alias in aliases:
                self._aliases.setdefault(source_fold(alias), key)
        # A name that shows nothing names nothing, whoever stored it.
        for named in (self.pks, self.names, self._aliases):
            named.pop("", None)

    def key(self, name: str | None) -> str:
        """Return what identifies the source of that name or alias, "" for none."""
        folded = source_fold(name)
        return folded if folded in self.pks else self._aliases.get(folded, folded)

    def meet(self, name: str | None) -> str:
        """Return the key of a source that a document names; its first spelling is its name."""
        key = self.key(name)
        if key:
            self.names.setdefault(key, source_name(name) or key)
        return key


class Facts:
    """All that matching and merging ask; what is planned joins what is stored."""

    def __init__(
        self, readings: Sequence[DocumentReading], pending: Pending, *, is_again: bool = False
    ) -> None:
        self.pending = pending
        self.is_again = is_again
        self.fuse = Fuse()
        self.sources = Sources()
        self.targets: dict[int, Target] = {}
        self.by_fingerprint: dict[str, list[Same]] = defaultdict(list)
        self.by_url: dict[str, list[Same]] = defaultdict(list)
        self.documents: dict[Place, StoredDocument] = {}
        self.by_blob: dict[str, list[StoredDocument]] = defaultdict(list)
        self._documents(readings)
        self.categories = self._categories(readings)
        articles = [article for reading in readings for article in reading.articles]
        self._origins({one.fingerprint for one in articles} - {""})
        self._fingerprints({one.fingerprint for one in articles} - {""})
        self._urls({url for one in articles if (url := url_key(one.canonical_url))})
        self.present = self._load(self._may_change(readings))
        self.ranks = self._ranks(readings) if is_again else {}

    def _documents(self, readings: Sequence[DocumentReading]) -> None:
        places = [reading.place for reading in readings]
        shas = {reading.sha256 for reading in readings} - {""}
        # A document of nothing but copies tells no more than those that its articles follow.
        leads = Exists(
            Origin.objects.exclude(action=Action.DUPLICATE).filter(document=OuterRef("pk"))
        )
        # Two queries: no index serves a place or a blob in one.
        found = {*_document_rows(at(places)), *_document_rows(Q(leads, blob__sha256__in=shas))}
        for pk, *where, source, refusal, detail, blob, sha256, last_seen in sorted(found):
            key = self.sources.keys[source]
            document = StoredDocument(pk, sha256 or "", key, refusal, detail, blob, last_seen)
            self.documents[Place(*where)] = document
            self.by_blob[document.sha256].append(document)

    def _categories(
        self, readings: Sequence[DocumentReading]
    ) -> dict[tuple[str, str], tuple[str, str] | None]:
        """Return the labels that are known, each with its category's public id and name."""
        keys = {self.sources.key(reading.source) for reading in readings}
        pks = [self.sources.pks[key] for key in keys if key in self.sources.pks]
        names = {label_of(label) for reading in readings for label in reading.labels}
        rows = SourceLabel.objects.filter(source__in=pks, name__in=names).values_list(
            "source", "name", "category__public_id", "category__name"
        )
        return {
            (self.sources.keys[source], name): (public_id, category) if public_id else None
            for source, name, public_id, category in rows
        }

    def _origins(self, fingerprints: Collection[str]) -> None:
        documents = {document.pk: document for document in self.documents.values()}
        rows = Origin.objects.filter(
            Q(document__in=documents, is_current=True)
            | Q(~Q(action=Action.DUPLICATE), fingerprint__in=fingerprints)
        ).values(*ORIGIN)
        for row in sorted(rows, key=itemgetter("pk")):
            target = self._target(*(row[name] for name in OF_ARTICLE))
            document = documents.get(row["document"])
            if document and row["is_current"]:
                origin = StoredOrigin(row["pk"], row["index"], target, row)
                document.origins[row["index"]] = origin
            if row["fingerprint"]:
                source = self.sources.keys[row["document__source"]]
                leads = row["is_current"] and row["action"] != Action.DUPLICATE
                since = row["document__last_seen_at"] if leads else None
                same = Same(target, source, row["document"], since)
                self.by_fingerprint[row["fingerprint"]].append(same)

    def _fingerprints(self, fingerprints: Collection[str]) -> None:
        rows = Article.objects.filter(fingerprint__in=fingerprints).values_list(
            "pk", "public_id", "title", "source", "fingerprint"
        )
        for pk, public_id, title, source, fingerprint in sorted(rows):
            target = self._target(pk, public_id, title)
            if all(same.target is not target for same in self.by_fingerprint[fingerprint]):
                self.by_fingerprint[fingerprint].append(Same(target, self.sources.keys[source]))

    def _urls(self, urls: Collection[str]) -> None:
        row_number = Window(RowNumber(), partition_by=F("canonical_url"), order_by="pk")
        rows = (
            Article.objects.filter(canonical_url__in=urls)
            .annotate(row=row_number)
            .filter(row__lte=MOST_OF_ONE_URL + 1)
            .values_list("pk", "public_id", "title", "source", "canonical_url")
        )
        for pk, public_id, title, source, url in rows:
            target = self._target(pk, public_id, title)
            self.by_url[url].append(Same(target, self.sources.keys[source]))

    def _may_change(self, readings: Sequence[DocumentReading]) -> Iterator[Target]:
        """Yield the articles that a reading may be a new version of."""
        for reading in readings:
            stored = self.documents.get(reading.place)
            present = (stored.sha256, stored.source, stored.refusal) if stored else None
            now = (reading.sha256, self.sources.key(reading.source), "")
            if stored and (self.is_again or present != now):
                yield from (origin.target for origin in stored.origins.values())
        for found in self.by_url.values():
            yield from (same.target for same in found[:MOST_OF_ONE_URL])

    def _load(self, targets: Iterable[Target]) -> dict[int, Stored]:
        stored = {target.pk: target for target in targets if target.pk is not None}
        present = load(stored)
        for pk, one in present.items():
            values = one.base
            stored[pk].title, stored[pk].text = values["title"], text_of(values["body"])
            stored[pk].pictures = frozenset(row[0] for row in values["pictures"])
        return present

    def _ranks(self, readings: Sequence[DocumentReading]) -> dict[int, Rank]:
        """Tell each article which document leads it; return the ranks of those read again."""
        places = {reading.place for reading in readings}
        documents = [one.pk for place, one in self.documents.items() if place in places]
        leading = Leading(documents, self.present)
        for pk, rank in leading.articles.items():
            self.targets[pk].led_by = rank
        return leading.documents

    def _target(self, pk: int | None, public_id: str | None, title: str) -> Target:
        if pk is None:
            return Target(is_deleted=True)
        if pk not in self.targets:
            self.targets[pk] = Target(pk, public_id, title)
        return self.targets[pk]

    def same_text(self, fingerprint: str) -> Iterable[Same]:
        return [*self.by_fingerprint[fingerprint], *self.pending.by_fingerprint[fingerprint]]

    def learn(self, reading: Reading, target: Target, source: str) -> None:
        """Let later readings meet an article as it will be."""
        self.pending.planned.append(target)
        if reading.fingerprint:
            self.pending.by_fingerprint[reading.fingerprint].append(Same(target, source))
        if url := url_key(reading.canonical_url):
            target.title, target.text = reading.title, reading.body_text
            self.pending.by_url[url].append(Same(target, source))

    def same_url(self, url: str) -> Sequence[Same]:
        """Return the articles with an address, or none where it is an address of too many."""
        found = [*self.by_url[url], *self.pending.by_url[url]]
        return found if len(found) <= MOST_OF_ONE_URL else ()


def at(places: Iterable[Place]) -> Q:
    """Return the condition for documents at these places; it may let others through."""
    places = list(places)
    return Q(
        root__in={p.root for p in places},
        path__in={p.path for p in places},
        # A batch would meet all of a large archive, and all that ever came by standard input.
        member__in={p.member for p in places},
        entry__in={p.entry for p in places},
    )


def url_key(url: str) -> str:
    """Return an address that may identify an article, "" for one that names a whole site."""
    return "" if _SITE.fullmatch(url) else url


def _document_rows(condition: Q) -> Iterable[tuple[Any, ...]]:
    return Document.objects.filter(condition).values_list(
        "pk",
        "root",
        "path",
        "member",
        "entry",
        "source",
        "refusal",
        "refusal_detail",
        "blob",
        "blob__sha256",
        "last_seen_at",
    )
