from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from articles.management import surroundings
from articles.management.failures import failures_told
from articles.models import Article
from articles.search import rebuilding


class Command(BaseCommand):
    help = "Bring the search index up to date, or say what it lacks."

    def add_arguments(self, parser: CommandParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--check",
            action="store_true",
            help="Only compare every article with the index and count; exit 1 if it lacks any.",
        )
        only.add_argument(
            "--anew",
            action="store_true",
            help="Make the whole index anew, without what edited and deleted articles left.",
        )

    @failures_told()
    def handle(self, *, check: bool, anew: bool, **options: Any) -> None:
        with tqdm(
            total=Article.objects.count(),
            unit=" articles",
            file=surroundings.terminal(self.stderr),
            disable=None,
        ) as bar:
            checked = rebuilding.check(bar.update) if check else None
            if checked is None:
                work = rebuilding.rebuild_anew if anew else rebuilding.rebuild
                said = f"{work(bar.update)} articles were indexed."
            else:
                said = (
                    f"{checked.articles} articles: {checked.missing} missing,"
                    f" {checked.outdated} outdated; {checked.orphaned} former rows."
                )
        self.stdout.write(said)
        if checked is not None:
            sys.exit(0 if checked.is_right else 1)
