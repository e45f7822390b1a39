from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.management import surroundings
from articles.management.failures import failures_told
from articles.models import Article
from articles.search import rebuilding

T = TypeVar("T")


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
        if check:
            self._report(self._watched(rebuilding.check))
        done = self._watched(rebuilding.rebuild_anew if anew else rebuilding.rebuild)
        words = ngettext("%(count)d article was indexed.", "%(count)d articles were indexed.", done)
        self.stdout.write(words % {"count": done})

    def _watched(self, work: Callable[[Callable[[int], object]], T]) -> T:
        with surroundings.bar(Article.objects.count(), _(" articles"), self.stderr) as bar:
            return work(bar.update)

    def _report(self, checked: rebuilding.Checked) -> NoReturn:
        words = ngettext(
            "%(articles)d article: %(missing)d missing, %(outdated)d outdated;"
            " %(orphaned)d former rows.",
            "%(articles)d articles: %(missing)d missing, %(outdated)d outdated;"
            " %(orphaned)d former rows.",
            checked.articles,
        )
        self.stdout.write(words % dataclasses.asdict(checked))
        sys.exit(0 if checked.is_right else 1)
