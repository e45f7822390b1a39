from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles import mapping
from articles.cards.following import follow_names
from articles.management.failures import failures_told
from articles.models import Category, Source, SourceLabel
from articles.text.folding import fold


class Command(BaseCommand):
    help = (
        "Make categories from a JSON file and map labels of sources to them. The file holds a list "
        'of {"name", "slug", "labels": [[source, label], ...], "children": [...]}. What is there '
        "stays; a label that an editor has mapped keeps its category."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The JSON file.")

    @failures_told()
    @transaction.atomic
    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            tree = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from error
        self.made = self.mapped = 0
        self.labels: set[mapping.Label] = set()
        self.sources = _sources()
        try:
            self._load(tree, None)
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(f"{file}: not a tree of categories ({error!r})") from error
        followed = mapping.apply(self.labels)
        if self.made:
            follow_names()
        self.stdout.write(
            f"{self.made} categories made, {self.mapped} labels mapped, "
            f"{followed} articles followed."
        )

    def _load(self, branches: list[dict[str, Any]], parent: Category | None) -> None:
        for position, branch in enumerate(branches):
            category, is_new = Category.objects.get_or_create(
                name=branch["name"],
                parent=parent,
                defaults={"slug": branch.get("slug", ""), "position": position},
            )
            self.made += is_new
            for source, label in branch.get("labels", []):
                self._map(source, label, category)
            self._load(branch.get("children", []), category)

    def _map(self, source_name: str, label_name: str, category: Category) -> None:
        source = self.sources.get(fold(source_name)) or Source.objects.create(name=source_name)
        self.sources[fold(source_name)] = source
        label, _ = SourceLabel.objects.get_or_create(source=source, name=label_name)
        if label.category is None:
            label.category = category
            label.save(update_fields=["category"])
            self.mapped += 1
        self.labels.add((source.pk, label.name))


def _sources() -> dict[str, Source]:
    """Return the sources by every name they go by; a name of one is no other's alias."""
    rows = list(Source.objects.order_by("-pk"))
    aliases = {fold(alias): source for source in rows for alias in source.aliases}
    return aliases | {fold(source.name): source for source in rows}
