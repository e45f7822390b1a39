"""Which of several stored documents an article follows: the one that an import was given last.

The journal says so, without the runs that read the vault: these find no document newer than it
was, whatever their order, so that a run of them that was killed is mended by the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from articles.choices import Action, Outcome
from articles.models import Origin, RunDocument

# When the bytes of a document were told to an import, as a key of the journal, and the document's
# own key, which decides where there is no journal.
Rank = tuple[int, int]
FIRST: Rank = (0, 0)

_READ = Q(outcome__in=(Outcome.PLANNED, Outcome.WITHOUT_ARTICLE))
# Today's rules may read what was refused when it came.
_REFUSED = Q(outcome__in=(Outcome.REFUSED, Outcome.QUARANTINED), sha256=F("document__blob__sha256"))


class Leading:
    """The ranks of documents that are read again, and of those that articles follow so far."""

    def __init__(self, documents: Collection[int], articles: Iterable[int]) -> None:
        held = _held(articles)
        told = _told({*documents, *(pk for found in held.values() for pk, _is_refused in found)})
        self.documents = {pk: (max(told[pk]), pk) for pk in documents}
        # What a refused document holds was read from the bytes it had before.
        self.articles = {
            article: max(
                (told[pk][0] if is_refused else max(told[pk]), pk) for pk, is_refused in found
            )
            for article, found in held.items()
        }


def _held(articles: Iterable[int]) -> dict[int, list[tuple[int, bool]]]:
    """Return the documents that hold articles and not as a copy, and whether they are refused."""
    rows = (
        Origin.objects.filter(article__in=set(articles), is_current=True)
        .exclude(action=Action.DUPLICATE)
        .values_list("article", "document", "document__refusal")
    )
    held: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for article, document, refusal in rows:
        held[article].append((document, bool(refusal)))
    return held


def _told(documents: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return when documents were last read, and when their bytes first came if refused then."""
    same = RunDocument.objects.filter(pk=OuterRef("pk"))
    rows = (
        RunDocument.objects.filter(document__in=documents)
        .exclude(Exists(same.filter(run__arguments__from_vault=True)))
        .exclude(Exists(same.filter(before__undone=True)))
        .order_by()
        .values_list("document")
        .annotate(read=Coalesce(Max("pk", filter=_READ), 0))
        .annotate(refused=Coalesce(Min("pk", filter=_REFUSED), 0))
    )
    told = {document: (read, refused) for document, read, refused in rows}
    return {document: told.get(document, (0, 0)) for document in documents}
