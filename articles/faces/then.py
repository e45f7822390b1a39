"""An article as readers saw it at a moment, and its versions: out of its history, read only.

History begins with the first change (`articles.revisions`): until then the row is the one version
there is. A version is seen from the moment its revision gives until the next one is made, the
article is taken down, or it expires; of two that begin together readers saw the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from articles.choices import Status
from articles.faces.described import certified
from articles.models import (
    Article,
    ArticleImage,
    Category,
    Credit,
    Image,
    Review,
    Revision,
    Source,
)
from articles.text.html import text_of

_MOMENTS = ("originally_published_at", "published_at")
_TEXTS = (
    *("title", "subtitle", "summary", "language", "publisher", "keywords", "canonical_url"),
    "original_precision",
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version that readers saw: its number among these, and from when until when.

    `until` is None for the one they see now. `kept` is the number the newsroom knows it by.
    """

    number: int
    since: datetime
    until: datetime | None
    correction: str
    kept: int


@dataclass(slots=True)
class _Kept:
    """A version as the newsroom keeps it, whether readers saw it or not."""

    version: int
    made: datetime
    visible_from: datetime | None
    expires: datetime | None
    correction: str = ""


def versions(article: Article) -> list[Version]:
    """Return the versions that readers have seen of an article that they see now, oldest first."""
    now = timezone.now()
    moves = _moves(article)
    kept = [*_kept(article, moves)]
    spans = [*_spans(kept, moves)]
    seen = [(row, end) for row, end in spans if _is_seen(row, end, now)]
    return [
        Version(
            number,
            row.visible_from or row.made,
            end if end is not None and end <= now else None,
            row.correction,
            row.version,
        )
        for number, (row, end) in enumerate(seen, 1)
    ]


def seen_at(article: Article, at: datetime) -> Article | None:
    """Return a published article with the values that readers saw at a moment, or None.

    It is the row in another state, to be shown and never to be saved.
    """
    for version in versions(article):
        if version.since <= at and (version.until is None or at < version.until):
            return _as_it_was(article, version)
    return None


def _moves(article: Article) -> dict[int, Review]:
    """Return the moves of an article by the version that each made."""
    rows = Review.objects.filter(article=article.pk).order_by("pk")
    return {row.version + 1: row for row in rows.only("version", "to_status", "created_at")}


def _kept(article: Article, moves: Mapping[int, Review]) -> Iterator[_Kept]:
    """Yield the versions that are kept, and the present one, which need not be."""
    last = 0
    rows = Revision.objects.filter(article=article.pk).order_by("version")
    for version, made, seen, expires, note in rows.values_list(
        *("version", "created_at", "visible_from", KeyTransform("expires_at", "values")),
        "correction",
    ):
        moved = moves.get(version)
        begun = moved.created_at if moved else made
        yield _Kept(version, begun, seen, _moment(expires), note)
        last = version
    if last != article.version:
        published = [m.created_at for m in moves.values() if m.to_status == Status.PUBLISHED]
        made = published[-1] if published else article.created_at
        bounds = (made, article.published_at, article.embargo_until)
        since = max(moment for moment in bounds if moment is not None)
        yield _Kept(article.version, made, since, article.expires_at)


def _spans(
    kept: Iterable[_Kept], moves: Mapping[int, Review]
) -> Iterator[tuple[_Kept, datetime | None]]:
    """Yield each version with the moment at which readers no longer saw it, if there is one."""
    rows = list(kept)
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        ends = [row.expires]
        if row.version + 1 in moves:
            ends.append(moves[row.version + 1].created_at)
        if following is not None:
            ends += [following.made, following.visible_from]
        yield row, min((end for end in ends if end is not None), default=None)


def _is_seen(row: _Kept, end: datetime | None, now: datetime) -> bool:
    since = row.visible_from
    return since is not None and since <= now and (end is None or since < end)


def _as_it_was(article: Article, version: Version) -> Article:
    if version.kept == article.version:
        return Article.objects.for_reading().get(pk=article.pk)
    values = Revision.objects.values_list("values", flat=True).get(
        article=article.pk, version=version.kept
    )
    for name in _TEXTS:
        setattr(article, name, values[name])
    for name in _MOMENTS:
        setattr(article, name, _moment(values[name]))
    article.body = certified(values["body"])
    article.body_text = text_of(article.body)
    article.sort_at = article.originally_published_at or article.published_at or article.sort_at
    article.updated_at = version.since
    _hang(article, values, version.since)
    return article


def _hang(article: Article, values: Mapping[str, Any], since: datetime) -> None:
    """Put beside an article what hung on it, as far as readers may still see that."""
    seen = Article.objects.published()
    sources = Source.objects.used_by(seen).filter(public_id=values["source"] or "")
    article.source = sources.first()
    ids = [row[0] for row in values["pictures"]]
    by_id = {i.public_id: i for i in Image.objects.used_by(seen).filter(public_id__in=ids)}
    hanging: dict[str, list[Any]] = {
        "categories": list(Category.objects.filter(public_id__in=values["categories"])),
        "credits": [
            Credit(role=role, label=label, name=name) for role, label, name in values["credits"]
        ],
        "article_images": [
            ArticleImage(image=by_id[id_], role=role, alt=alt, caption=caption, credit=credit)
            for id_, role, alt, caption, credit in values["pictures"]
            if id_ in by_id
        ],
    }
    article._prefetched_objects_cache = hanging  # type: ignore[attr-defined]
    rows = Revision.objects.told(since).filter(article=article.pk)
    article.told = list(rows)  # type: ignore[attr-defined]


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
