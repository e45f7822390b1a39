"""Sample documents for tests of the import: files in a folder, each with a text of its own."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from articles.ingest import collect, pipeline, store
from articles.ingest.pipeline import Done, Options, Summary
from articles.ingest.records import DocumentReading, Place, Reading
from articles.ingest.store import DocumentPlan
from articles.models import (
    Article,
    ArticleImage,
    Blob,
    Conflict,
    Copy,
    Credit,
    Document,
    Family,
    Image,
    ImportedValues,
    ImportRun,
    Origin,
    Passage,
    Sample,
    SearchRow,
    Source,
    SourceLabel,
    SourceWatch,
)

SUBJECTS = ["harbour", "orchard", "library", "tramway", "market", "bridge", "museum", "river"]


def words(subject: str, *, ending: str = "") -> str:
    """Return a text long enough to be known again, and unlike that of any other subject."""
    return (
        f"The {subject} committee met on {subject} road and chose a {subject} plan after {subject} "
        f"experts had spoken about {subject} costs for two {subject} hours. Nobody near the "
        f"{subject} wants more {subject} noise, said one {subject} neighbour with a {subject} "
        f"badge, and the {subject} keeper agreed at once{ending}."
    )


def document(
    subject: str = "harbour",
    *,
    title: str | None = None,
    source: str = "Harbour Post",
    labels: tuple[str, ...] = (),
    date: str = "Mon, 12 Apr 2021 08:05:00 +0800",
    image: str = "",
    ending: str = "",
    more: str = "",
    url: str = "",
) -> str:
    """Return a feed dump with one article."""
    labelled = "".join(f"    - {label}\n" for label in (*labels, source) if label)
    address = f"link: {url}\n" if url else ""
    title = f"What the {subject} needs" if title is None else title
    return (
        f"\n---\ntitle: '{title}'\ncategories: \n{labelled}author: {source}\nheadimg: '{image}'\n"
        f"date: {date}\n{address}---\n\n<div>{more}<p>{words(subject, ending=ending)}</p>"
        f"<p>A second paragraph about the {subject} follows here.</p></div>"
    )


def several(*subjects: str, ending: str = "") -> str:
    """Return a page with an article for each subject."""
    pieces = [
        f"篇{number}：{subject} 的报告\n\n{words(subject, ending=ending)}\n\n"
        f"{words(subject + 's')}\n\n"
        for number, subject in zip("一二三四五", subjects, strict=False)
    ]
    return "会议材料汇编\n\n" + "".join(pieces)


def write(folder: Path, name: str, text: str | bytes | None = None, **values: Any) -> Path:
    """Write a document into a folder and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        text = document(**values)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def run(*paths: Path, **options: Any) -> tuple[Summary, list[Done]]:
    """Import paths and return what came of it, and of each document."""
    done: list[Done] = []
    roots = collect.roots(str(path) for path in paths)
    summary = pipeline.run(roots, Options(**options), report=done.extend)
    assert summary.adds_up
    return summary, done


def apply(articles: tuple[Reading, ...], **said: Any) -> DocumentPlan:
    """Write what the reading of one document said, the document itself aside."""
    sha256 = str(Document.objects.count())
    reading = DocumentReading(Place("/", "a.txt"), sha256, 1, articles=articles, **said)
    plans, facts = store.plan([reading])
    store.apply(plans, facts, store.Batch({}, {}, {}, {}), run=store.start({}), publish=False)
    return plans[0]


def undo(number: int | None, *options: str) -> tuple[list[str], str]:
    """Take a run back; return the lines of what stayed, and what was told beside them."""
    out, err = io.StringIO(), io.StringIO()
    call_command("undo_import", str(number), *options, stdout=out, stderr=err, no_color=True)
    return out.getvalue().splitlines(), err.getvalue()


def without_versions(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return rows without the numbers of articles' versions, which only rise."""
    return found | {"articles": [[*row[:6], *row[7:]] for row in found["articles"]]}


def rows() -> dict[str, list[Any]]:
    """Return all that imports wrote, by natural keys: no ids of rows, no clock."""
    articles = {
        article.pk: (article.title, article.body, article.source and article.source.name)
        for article in Article.objects.select_related("source")
    }
    tokens = indexed()
    return {
        "articles": sorted(
            [
                *(*articles[a.pk], a.status, a.language, a.originally_published_at, a.version),
                *(a.fingerprint, a.truncated, a.canonical_url, a.body_text, str(a.keywords)),
            ]
            for a in Article.objects.all()
        ),
        "credits": sorted(
            (*articles[c.article_id], c.position, c.role, c.label, c.name)
            for c in Credit.objects.all()
        ),
        "pictures": sorted(
            (*articles[u.article_id], u.position, u.role, u.image.url, u.alt)
            for u in ArticleImage.objects.select_related("image")
        ),
        "imported": sorted(
            (*articles[i.article_id], str(i.values)) for i in ImportedValues.objects.all()
        ),
        "conflicts": sorted(
            (*articles[c.article_id], c.field, str(c.base), str(c.incoming), c.resolution)
            for c in Conflict.objects.all()
        ),
        "origins": sorted(
            [
                *(str(o.document), o.index, o.action, o.is_current, o.fingerprint),
                *(str(o.evidence), articles.get(o.article_id or 0, ())),
            ]
            for o in Origin.objects.select_related("document")
        ),
        "documents": sorted(
            (d.path, d.blob.sha256 if d.blob else "", d.format, str(d.parts), d.refusal)
            for d in Document.objects.select_related("blob")
        ),
        "families": sorted(
            (
                f.canonical and articles[f.canonical.pk],
                sorted(articles[a.pk] for a in f.articles.all()),
            )
            for f in Family.objects.all()
        ),
        "index": sorted(
            (*articles[s.article_id], s.part, s.rules, tokens.get(s.pk, ""))
            for s in SearchRow.objects.all()
        ),
        "copies": sorted(
            sorted((articles[c.article_id], articles[c.other_id])) for c in Copy.objects.all()
        ),
        "passages": sorted(
            sorted(
                [
                    (*articles[p.article_id], p.start, p.end),
                    (*articles[p.other_id], p.other_start, p.other_end),
                ]
            )
            for p in Passage.objects.all()
        ),
        "samples": sorted((*articles[s.article_id], s.size, s.rules) for s in Sample.objects.all()),
        "watches": sorted(
            SourceWatch.objects.values_list("source__name", "documents", "poor", "recent")
        ),
        "labels": sorted(SourceLabel.objects.values_list("source__name", "name")),
        "images": sorted(Image.objects.values_list("url")),
        "blobs": sorted(Blob.objects.values_list("sha256", "size")),
    }


def indexed() -> dict[int, str]:
    """Return a digest of what the search index itself holds of each row.

    Tokens, and on PostgreSQL their places, which SQLite does not keep.
    """
    if connection.vendor == "postgresql":
        statement = "SELECT id, vector::text FROM articles_searchrow"
    else:
        statement = (
            "SELECT doc, json_group_array(term) "
            "FROM (SELECT doc, term FROM temp.in_index ORDER BY doc, term) GROUP BY doc"
        )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.in_index "
                "USING fts5vocab(main, article_search, instance)"
            )
        cursor.execute(statement)
        return {row: hashlib.sha256(held.encode()).hexdigest() for row, held in cursor.fetchall()}


def forget() -> None:
    """Empty the database of all that imports wrote."""
    for model in (ImportRun, Origin, Document, Blob, Family, Article, Image, Source):
        model.objects.all().delete()
