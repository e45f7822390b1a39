"""Conflicts between an editor and a source: how they arise and are ended at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.choices import Resolution
from articles.models import Article, Conflict, ImportedValues, ImportRun
from tests.builders import make_article
from tests.documents import run, write
from tests.forms import form_on

MORNING = "The ferry leaves at seven in the morning."
EVENING = "The last feryr comes home at nine."
MENDED = "The last ferry comes home at nine."


def text(*paragraphs: str) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def deliver(folder: Path, *paragraphs: str, **values: Any) -> ImportRun:
    """Put the document into the folder, as its source has it now, and import it."""
    write(folder, "a.txt", more=text(*(paragraphs or (MORNING, EVENING))), **values)
    run(folder)
    return ImportRun.objects.latest("pk")


def reworded(article: Article, former: str, latter: str) -> str:
    body: str = Article.objects.get(pk=article.pk).body
    assert former in body
    return body.replace(former, latter)


def open_conflict() -> Conflict:
    return Conflict.objects.get(resolution=Resolution.OPEN)


def make_conflict(article: Article | None = None, field: str = "title", **values: Any) -> Conflict:
    """A conflict about a title, unless told otherwise, as an import would queue it."""
    article = article or make_article("Ours")
    values = {"base": "Before", "incoming": "Theirs", "present": "Ours"} | values
    ImportedValues.objects.update_or_create(
        article=article, defaults={"values": {field: values["base"]}}
    )
    return Conflict.objects.create(article=article, field=field, **values)


def page_of(conflict: Conflict) -> str:
    return reverse("admin:articles_conflict_change", args=[conflict.pk])


def answer(client: Client, conflict: Conflict, how: str, **values: Any) -> Any:
    """Send what a button of the conflict's page sends, over the newest version unless told."""
    address = reverse("admin:articles_conflict_settle", args=[conflict.pk])
    seen = Article.objects.get(pk=conflict.article_id).version
    return client.post(address, {"_settle": how, "seen": seen} | values, follow=True)


def settle(client: Client, conflict: Conflict, how: str) -> str:
    """Open the conflict's page and press a button; return what the next page says."""
    form = form_on(client.get(page_of(conflict)), "settle_form")
    page: str = answer(client, conflict, how, **form | {"_settle": how}).content.decode()
    return page
