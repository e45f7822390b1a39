from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from articles.management import surroundings
from articles.management.failures import failures_told
from articles.models import Article
from articles.search import index


class Command(BaseCommand):
    help = "Build the search index anew, or say whether every article stands in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only count the articles that the index lacks; exit 1 if there are any.",
        )

    @failures_told()
    def handle(self, *, check: bool, **options: Any) -> None:
        if check:
            lacking = index.missing()
            self.stdout.write(f"{lacking} articles are missing from the index.")
            sys.exit(1 if lacking else 0)
        total = Article.objects.count()
        with tqdm(
            total=total, unit=" articles", file=surroundings.terminal(self.stderr), disable=None
        ) as bar:
            done = index.rebuild(bar.update)
        self.stdout.write(f"{done} articles are in the index.")
