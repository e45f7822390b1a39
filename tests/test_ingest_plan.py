from __future__ import annotations

import json
from datetime import UTC, date, datetime

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.plan import Action, document_json
from articles.ingest.records import (
    Boundary,
    Credit,
    DocumentReading,
    Evidence,
    Part,
    PartKind,
    Picture,
    Place,
    Reading,
    Warn,
)
from articles.ingest.refusals import Refusal, Refused

ARTICLE = Reading(
    title="A “title”",
    original_title="A _title_",
    subtitle="Below it",
    summary="In short",
    credits=(Credit("editor", "Editor", "Ann Lee"),),
    authors=("Ann Lee",),
    originally_published=Dated(datetime(2022, 4, 2, 1, 15, 5, tzinfo=UTC), "time"),
    dates=(DateCandidate(None, "crawl_time", 0.0, 3, "x"),),
    pictures=(Picture("https://a.example/1.png", "a quay", "The quay", "Ann Lee", "lead"),),
    body_html="<p>words</p>",
    body_text="words",
    language="en",
    canonical_url="https://a.example/1",
    publisher="Lee & Daughters",
    keywords=("quays",),
    evidence={"title": Evidence("title_repaired", 2, "A “title”")},
)
DOCUMENT = DocumentReading(
    Place("/r", "a.zip", "b.md"),
    "f0",
    5,
    format="front_matter",
    encoding="utf-8",
    text="Title\nwords",
    source="The Post",
    labels=("News",),
    articles=(ARTICLE,),
    parts=(Part(PartKind.TITLE, 0, 5, 1, 0), Part(PartKind.BODY, 6, 11, 2, 0)),
    possible_boundaries=(Boundary(2, "no title"),),
    warnings=(Warn("crawl_time", 3, {"value": "x"}),),
)


def test_a_plan_is_one_json_object_with_all_values():
    plan = document_json(DOCUMENT, [Action("create", ("Harbour",), None)])

    assert json.loads(json.dumps(plan)) == {
        "document": {
            "path": "a.zip!b.md",
            "sha256": "f0",
            "format": "front_matter",
            "encoding": "utf-8",
            "title": None,
            "source": "The Post",
            "publisher": None,
            "domain": None,
            "labels": ["News"],
            "keywords": [],
            "warnings": [{"code": "crawl_time", "line": 3, "params": {"value": "x"}}],
        },
        "articles": [
            {
                "action": "create",
                "title": "A “title”",
                "original_title": "A _title_",
                "subtitle": "Below it",
                "authors": ["Ann Lee"],
                "credits": [{"role": "editor", "label": "Editor", "name": "Ann Lee"}],
                "originally_published_at": "2022-04-02T01:15:05Z",
                "dates": [
                    {
                        "value": None,
                        "precision": "none",
                        "rule": "crawl_time",
                        "weight": 0.0,
                        "line": 3,
                        "text": "x",
                    }
                ],
                "categories": ["Harbour"],
                "images": [
                    {
                        "url": "https://a.example/1.png",
                        "role": "lead",
                        "alt": "a quay",
                        "caption": "The quay",
                        "credit": "Ann Lee",
                    }
                ],
                "summary": "In short",
                "body_html": "<p>words</p>",
                "body_text": "words",
                "truncated": False,
                "language": "en",
                "canonical_url": "https://a.example/1",
                "publisher": "Lee & Daughters",
                "key": None,
                "status": None,
                "labels": None,
                "keywords": ["quays"],
                "duplicate_of": None,
                "same_as": None,
                "evidence": {"title": {"rule": "title_repaired", "line": 2, "text": "A “title”"}},
            }
        ],
        "parts": [
            {
                "as": "title",
                "article": 0,
                "span": [0, 5],
                "line": 1,
                "reason": None,
                "text": "Title",
            },
            {
                "as": "body",
                "article": 0,
                "span": [6, 11],
                "line": 2,
                "reason": None,
                "text": "words",
            },
        ],
        "possible_boundaries": [{"line": 2, "why": "no title"}],
        "refused": None,
    }


def test_a_kept_plan_has_no_texts():
    plan = document_json(DOCUMENT, [Action("create")], with_texts=False)

    assert plan["articles"][0].keys().isdisjoint({"body_html", "body_text", "summary"})
    assert all("text" not in part for part in plan["parts"])


def test_what_is_not_known_is_null():
    article = Reading(originally_published=Dated(date(2022, 4, 2), "day"))
    plan = document_json(DocumentReading(Place("", "a"), "", 0, articles=(article, Reading())), [
        Action("unchanged", same_as="abc"),
        Action("duplicate"),
    ])  # fmt: skip

    first, second = plan["articles"]
    assert (first["title"], first["same_as"]) == (None, "abc")
    assert first["originally_published_at"] == "2022-04-02"
    assert second["originally_published_at"] is None


def test_a_refused_document_says_why_and_where():
    refused = Refused(Refusal.BAD_HEADER, line=3, detail="...")
    plan = document_json(DocumentReading(Place("", "a"), "", 0, refused=refused), [])

    assert plan["refused"] == {"reason": "bad_header", "line": 3, "detail": "..."}
