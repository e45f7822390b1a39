"""A fuse for each source: documents that suddenly read much worse than before are held back.

A site changes its pages, and a reader that knew the old ones takes menus for articles. What is
remembered of a source changes with the documents, in one transaction, so that a run that was
killed and run again meets what a clean run met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from articles.ingest.records import DocumentReading
from articles.ingest.refusals import Refusal, Refused
from articles.models import SourceWatch

# Documents that show how a source reads now, how many of them are enough to tell, and how many
# older ones there must be to compare with. Batches hold 100 documents.
RECENT = 40
LEAST_RECENT = 20
LEAST_BEFORE = 30
# Two in five read poorly, and four times as many as before.
BLOWN = 0.4
JUMP = 4
COLUMNS = ("documents", "poor", "recent")
# Signs of documents that are held back, in the order of those that are not.
HELD = "ox"
_HOLD = str.maketrans("01", HELD)


@dataclass(frozen=True, slots=True)
class Watch:
    """What is remembered of a source; see `SourceWatch`."""

    documents: int = 0
    poor: int = 0
    recent: str = ""

    def again(self, signs: str) -> Watch:
        """Return what is remembered where documents that were held back have these signs by now.

        They count once, however often they are met, and where they stand: what has followed is
        newer.
        """
        recent = list(self.recent)
        waiting = [place for place, sign in enumerate(recent) if sign in HELD]
        for place, sign in zip(reversed(waiting), reversed(signs), strict=False):
            recent[place] = sign
        return replace(self, recent="".join(recent))

    def after(self, signs: str) -> Watch:
        """Return what is remembered when documents with these signs have followed."""
        whole = self.recent + signs
        left, recent = whole[:-RECENT], whole[-RECENT:]
        documents = self.documents + left.count("0") + left.count("1")
        return Watch(documents, self.poor + left.count("1"), recent)

    @property
    def is_blown(self) -> bool:
        enough = len(self.recent) >= LEAST_RECENT and self.documents >= LEAST_BEFORE
        return enough and self.now >= max(BLOWN, JUMP * self.before)

    @property
    def now(self) -> float:
        """The share of recent documents that read poorly."""
        poor = self.recent.count("1") + self.recent.count("x")
        return poor / len(self.recent) if self.recent else 0.0

    @property
    def before(self) -> float:
        return self.poor / self.documents if self.documents else 0.0


@dataclass(slots=True)
class Fuse:
    """The fuses of a batch's sources, by key: which are blown, and what to remember."""

    watches: dict[str, Watch] = field(default_factory=dict)
    held: dict[str, Refused] = field(default_factory=dict)
    # What is stored of the sources so far, for an undo.
    before: dict[str, Watch | None] = field(default_factory=dict)
    is_off: bool = False

    def holds(
        self, source: str, reading: DocumentReading, since: str | None = None
    ) -> Refused | None:
        """Return why a document waits, if it does; `since` is why these bytes have done so.

        One that reads poorly waits until somebody lets it in, whatever its source has sent since.
        """
        if since is not None and not self.is_off and source not in self.held and is_poor(reading):
            return Refused(Refusal.QUARANTINED, detail=since)
        return self.held.get(source)


def fuse_of(
    read: Iterable[tuple[str, DocumentReading, bool]],
    sources: Mapping[str, int],
    pending: dict[str, Watch],
    *,
    is_off: bool = False,
) -> Fuse:
    """Return the fuses of the sources of documents that were read anew.

    `read` has each document with the key of its source, and whether these bytes were held back
    before; `sources` the sources' keys in the database. `pending` has what a dry run would
    remember by now, and learns what follows. Where the fuse is off nothing is held, and what is
    read becomes what the source is like.
    """
    signs: dict[str, list[str]] = defaultdict(lambda: ["", ""])
    for source, reading, waits in read:
        if source:
            signs[source][waits] += "1" if is_poor(reading) else "0"
    stored = _stored([sources[source] for source in signs if source in sources])
    fuse = Fuse(is_off=is_off)
    for source, (new, waiting) in signs.items():
        known = pending.get(source) or stored.get(sources.get(source, 0), Watch())
        watch = known.again(waiting.translate(_HOLD)).after(new.translate(_HOLD))
        if watch.is_blown and not is_off:
            fuse.held[source] = _blown(watch)
        else:
            let_in = waiting if is_off else waiting.replace("1", "x")
            watch = known.again(let_in).after(new)
        fuse.watches[source] = pending[source] = watch
        fuse.before[source] = stored.get(sources.get(source, 0))
    return fuse


def is_poor(reading: DocumentReading) -> bool:
    """Say whether a document gave nothing an editor could use as it is: no article with a title."""
    return not any(article.title for article in reading.articles)


def held(reading: DocumentReading, why: Refused) -> DocumentReading:
    """Return what is kept of a document that is held back: who it is from and why it waits."""
    return DocumentReading(
        reading.place,
        reading.sha256,
        reading.size,
        format=reading.format,
        encoding=reading.encoding,
        source=reading.source,
        # What the person who imported it said is said again when the vault is read.
        evidence={name: one for name, one in reading.evidence.items() if one.rule == "given"},
        refused=why,
    )


def remember(watches: Mapping[str, Watch], sources: Mapping[str, int]) -> None:
    """Store what is remembered of sources, by key."""
    SourceWatch.objects.bulk_create(
        [
            SourceWatch(
                source_id=sources[key],
                documents=watch.documents,
                poor=watch.poor,
                recent=watch.recent,
            )
            for key, watch in sorted(watches.items())
        ],
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=COLUMNS,
    )


def _stored(sources: Sequence[int]) -> dict[int, Watch]:
    rows = SourceWatch.objects.filter(source__in=sources).values_list("source", *COLUMNS)
    return {source: Watch(*columns) for source, *columns in rows}


def _blown(watch: Watch) -> Refused:
    detail = f"{watch.now:.0%}, {watch.before:.0%} before"
    return Refused(Refusal.QUARANTINED, detail=detail)
