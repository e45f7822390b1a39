"""What a plan promises of each document, so that it can be seen whether it still holds.

A promise is kept as JSON: what would be done, and digests of all that this was decided by. What
the same plan makes or changes earlier has no state yet when the plan is made; of that only what
happens to it is promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from articles.choices import Outcome
from articles.ingest.plan import Action as PlannedAction
from articles.ingest.plan import document_json
from articles.ingest.records import Found
from articles.ingest.store.before import digest
from articles.ingest.store.planning import DocumentPlan, Step

Promise = dict[str, Any]


class Broken(StrEnum):
    """Why a promise cannot be kept."""

    FILE_CHANGED = "file_changed"
    FILE_APPEARED = "file_appeared"
    FILE_GONE = "file_gone"
    READ_OTHERWISE = "read_otherwise"
    DOCUMENT_CHANGED = "document_changed"
    ARTICLE_CHANGED = "article_changed"
    VALUES_CHANGED = "values_changed"
    DONE_OTHERWISE = "done_otherwise"


def place_of(found: Found) -> list[str]:
    place = found.place
    return [place.root, place.path, place.member, place.entry]


def promise(found: Found, plan: DocumentPlan) -> Promise:
    """Return what a plan says of a document, and what it rests on."""
    return {
        "place": place_of(found),
        "sha256": found.sha256,
        "outcome": plan.outcome.value,
        "reading": _reading(plan),
        "document": _document(plan),
        "articles": [_article(step) for step in plan.steps],
    }


def _reading(plan: DocumentPlan) -> str:
    """Return a digest of what was read, whatever is done with it."""
    reading = replace(plan.reading, warnings=())
    nothing = [PlannedAction("") for _article in reading.articles]
    return digest(document_json(reading, nothing))


def _document(plan: DocumentPlan) -> str | None:
    stored = plan.stored
    if stored is None:
        return None
    origins = [
        [o.index, o.target.public_id, o.row["key"], o.row["fingerprint"], o.row["action"]]
        for o in sorted(stored.origins.values(), key=lambda origin: origin.index)
    ]
    return digest([stored.sha256, stored.source, stored.refusal, origins])


def _article(step: Step) -> Promise:
    stored = step.merge.stored if step.merge else None
    return {
        "action": step.action.value,
        "article": step.same_as,
        "title": step.reading.title or step.reading.original_title or None,
        "version": stored.article.version if stored else None,
        "imported": digest(stored.imported.values) if stored else None,
        "does": _does(step),
    }


def _does(step: Step) -> str:
    """Return a digest of the values that would be written."""
    if step.new is not None:
        return digest(step.new.values)
    return digest([step.merge.taken, step.merge.refused]) if step.merge else ""


def broken(
    promised: Promise, found: Found, plan: DocumentPlan | None, touched: Collection[int] = ()
) -> Iterator[tuple[Broken, str]]:
    """Yield why a promise does not hold now, each with the public id of an article or "".

    `plan` is None where the document need not be read; `touched` are the keys of articles that
    the same plan has made or changed by now.
    """
    if promised["sha256"] != found.sha256:
        yield Broken.FILE_CHANGED, ""
    elif plan is None:
        if promised["outcome"] != Outcome.UNCHANGED:
            yield Broken.DOCUMENT_CHANGED, ""
    elif differences := list(_differences(promised, promise(found, plan), plan, touched)):
        yield from differences


def _differences(
    promised: Promise, now: Promise, plan: DocumentPlan, touched: Collection[int]
) -> Iterator[tuple[Broken, str]]:
    if promised["reading"] != now["reading"]:
        yield Broken.READ_OTHERWISE, ""
        return
    if promised["document"] != now["document"]:
        yield Broken.DOCUMENT_CHANGED, ""
    changed = list(_articles_changed(promised, now, plan, touched))
    yield from changed
    if promised["document"] != now["document"] or changed:
        return
    if promised["outcome"] != now["outcome"] or len(promised["articles"]) != len(plan.steps):
        yield Broken.DONE_OTHERWISE, ""


def _articles_changed(
    promised: Promise, now: Promise, plan: DocumentPlan, touched: Collection[int]
) -> Iterator[tuple[Broken, str]]:
    for was, present, step in zip(promised["articles"], now["articles"], plan.steps, strict=False):
        is_ours = step.target.pk in touched
        if (why := _of_article(was, present, is_ours=is_ours)) is not None:
            yield why, present["article"] or was["article"] or ""


def _of_article(was: Promise, now: Mapping[str, Any], *, is_ours: bool) -> Broken | None:
    if is_ours and was["article"] in (None, now["article"]):
        return None
    if was["article"] == now["article"] and was["version"] != now["version"]:
        return Broken.ARTICLE_CHANGED
    if was["article"] == now["article"] and was["imported"] != now["imported"]:
        return Broken.VALUES_CHANGED
    return None if dict(was) == dict(now) else Broken.DONE_OTHERWISE
