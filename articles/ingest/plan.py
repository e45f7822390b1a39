"""What an import would do with one document, as one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.ingest.dated import DateCandidate
from articles.ingest.records import (
    Boundary,
    Credit,
    DocumentReading,
    Evidence,
    Part,
    Picture,
    Reading,
    Warn,
)
from articles.ingest.refusals import Refused

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """What an import does with one article; `same_as` is the public id of a stored one."""

    action: str
    categories: tuple[str, ...] = ()
    same_as: str | None = None


def document_json(
    reading: DocumentReading, actions: Sequence[Action], *, with_texts: bool = True
) -> Json:
    """Return the plan of a document; `actions` has one for each of its articles.

    Without texts it is what a run keeps: the same values, without bodies, summaries and parts'
    words.
    """
    articles = zip(reading.articles, actions, strict=True)
    return {
        "document": _document(reading),
        "articles": [_article(one, action, with_texts=with_texts) for one, action in articles],
        "parts": [_part(reading, part, with_texts=with_texts) for part in reading.parts],
        "possible_boundaries": [boundary_json(one) for one in reading.possible_boundaries],
        "refused": _refused(reading.refused),
    }


def evidence_json(found: Mapping[str, Evidence]) -> Json:
    return {
        name: {"rule": one.rule, "line": one.line, "text": one.text} for name, one in found.items()
    }


def warning_json(warning: Warn) -> Json:
    return {"code": warning.code, "line": warning.line, "params": dict(warning.params)}


def boundary_json(boundary: Boundary) -> Json:
    return {"line": boundary.line, "why": boundary.why}


def _document(reading: DocumentReading) -> Json:
    return {
        "path": str(reading.place),
        "sha256": reading.sha256,
        "format": reading.format,
        "encoding": reading.encoding,
        "title": reading.title,
        "source": reading.source,
        "publisher": reading.publisher,
        "domain": reading.domain,
        "labels": list(reading.labels),
        "keywords": list(reading.keywords),
        "warnings": [warning_json(one) for one in reading.warnings],
    }


def _article(article: Reading, action: Action, *, with_texts: bool) -> Json:
    texts = _texts(article) if with_texts else {}
    published = article.originally_published
    return {
        "action": action.action,
        "title": article.title or None,
        "original_title": article.original_title or None,
        "subtitle": article.subtitle or None,
        "authors": list(article.authors),
        "credits": [_credit(one) for one in article.credits],
        "originally_published_at": str(published) if published else None,
        "dates": [_date(one) for one in article.dates],
        "categories": list(action.categories),
        "images": [_picture(one) for one in article.pictures],
        **texts,
        "truncated": article.truncated,
        "language": article.language or None,
        "canonical_url": article.canonical_url or None,
        "publisher": article.publisher or None,
        "key": article.key or None,
        "status": article.status or None,
        "labels": _own(article.labels),
        "keywords": _own(article.keywords),
        "duplicate_of": article.duplicate_of,
        "same_as": action.same_as,
        "evidence": evidence_json(article.evidence),
    }


def _texts(article: Reading) -> Json:
    return {
        "summary": article.summary or None,
        "body_html": article.body_html,
        "body_text": article.body_text,
    }


def _own(words: tuple[str, ...] | None) -> list[str] | None:
    """Return an article's own words; None where the document's count."""
    return None if words is None else list(words)


def _part(reading: DocumentReading, part: Part, *, with_texts: bool) -> Json:
    words = {"text": reading.text[part.start : part.end]} if with_texts else {}
    return {
        "as": part.kind.value,
        "article": part.article,
        "span": [part.start, part.end],
        "line": part.line,
        "reason": part.reason,
        **words,
    }


def _date(candidate: DateCandidate) -> Json:
    return {
        "value": str(candidate.dated) if candidate.dated else None,
        "precision": candidate.precision,
        "rule": candidate.rule,
        "weight": candidate.weight,
        "line": candidate.line,
        "text": candidate.text,
    }


def _credit(credit: Credit) -> Json:
    return {"role": credit.role, "label": credit.label, "name": credit.name}


def _picture(picture: Picture) -> Json:
    words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {"url": picture.url, "role": picture.role, **words}


def _refused(refused: Refused | None) -> Json | None:
    if refused is None:
        return None
    return {"reason": refused.reason.value, "line": refused.line, "detail": refused.detail}
