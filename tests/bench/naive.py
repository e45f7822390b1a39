"""An import as it is often written: a YAML library, bleach on every body, a row at a time.

It reads the same documents and makes articles, sources, pictures and credits of them through
Django's models; there are no documents, no origins, no index and no journal. The models are plain
ones over our tables, so that nothing of ours cleans or derives what it saves.
"""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any

import bleach
import django
import yaml
from django.apps import apps
from django.db import models

from tests.bench.measure import start, tell

TAGS = ["p", "br", "strong", "em", "img", "a", "h2", "h3", "ul", "ol", "li", "blockquote", "div"]
ATTRIBUTES = {"img": ["src", "alt"], "a": ["href"]}
_IMAGE = re.compile('<img src="([^"]+)"')
_CREDIT = re.compile("(?:<span>)?([^<>：\n]+)：([^<>\n]+)(?:</span>)?$", re.MULTILINE)
_TAG = re.compile("<[^>]+>")

Said = dict[str, Any]


def plain(name: str) -> Any:
    """Return a model over the table of one of ours, with its columns and none of its behaviour."""
    ours = apps.get_model("articles", name)
    columns: dict[str, Any] = {}
    for field in ours._meta.concrete_fields:
        if field.is_relation:
            columns[field.column] = models.BigIntegerField(null=field.null, default=None)
        elif field.name == "body":
            columns[field.name] = models.TextField()
        else:
            columns[field.name] = field.clone()
    table = {"managed": False, "db_table": ours._meta.db_table, "app_label": "articles"}
    meta = type("Meta", (), table)
    return type(f"Plain{name}", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def write(folders: Iterable[Path]) -> None:
    source, article, image, use, credit = map(
        plain, ("Source", "Article", "Image", "ArticleImage", "Credit")
    )
    for path in (path for folder in folders for path in sorted(folder.iterdir())):
        text = path.read_text("utf-8")
        said = dump(text) if text.startswith("\n---") else page(text)
        of, _new = source.objects.get_or_create(
            name=said["source"], defaults={"public_id": secrets.token_hex(6)}
        )
        made, _new = article.objects.update_or_create(
            source_id=of.pk,
            original_title=said["title"],
            defaults={
                "public_id": secrets.token_hex(6),
                "title": said["title"],
                "body": said["body"],
                "body_text": unescape(_TAG.sub("", said["body"].replace("</p>", "\n"))),
                "originally_published_at": said["date"],
                "original_precision": "time" if said["date"] else "",
            },
        )
        for position, url in enumerate(_IMAGE.findall(said["body"])):
            picture, _new = image.objects.get_or_create(
                url=url, defaults={"public_id": secrets.token_hex(6)}
            )
            use.objects.update_or_create(
                article_id=made.pk, image_id=picture.pk, defaults={"position": position}
            )
        for position, (label, name) in enumerate(said["credits"]):
            credit.objects.update_or_create(
                article_id=made.pk, label=label, name=name, defaults={"position": position}
            )


def dump(text: str) -> Said:
    _empty, head, markup = text.split("---\n", 2)
    header = yaml.load(head, Loader=yaml.SafeLoader)
    body = bleach.clean(markup, tags=TAGS, attributes=ATTRIBUTES, strip=True)
    return {
        "title": header["title"],
        "source": header["categories"][1],
        "date": parsedate_to_datetime(header["date"]),
        "body": body,
        "credits": _CREDIT.findall(markup),
    }


def page(text: str) -> Said:
    title, source, *paragraphs, credit, _end = text.split("\n")
    markup = "".join(f"<p>{one}</p>" for one in paragraphs)
    return {
        "title": title,
        "source": source[3:],
        "date": None,
        "body": bleach.clean(markup, tags=TAGS, attributes=ATTRIBUTES, strip=True),
        "credits": _CREDIT.findall(credit),
    }


def main(*folders: str) -> None:
    django.setup()
    began = start()
    write(map(Path, folders))
    tell(began)


if __name__ == "__main__":
    main(*sys.argv[1:])
