from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.copies import following
from articles.management import surroundings
from articles.management.failures import failures_told


class Command(BaseCommand):
    help = (
        "Find copies and shared passages of articles that have not been compared, as after an "
        "upgrade. What was stopped goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only count the articles that have not been compared; exit 1 if there are any.",
        )
        parser.add_argument("--anew", action="store_true", help="Compare all articles again.")

    @failures_told()
    def handle(self, *, check: bool, anew: bool, **options: Any) -> None:
        if anew and not check:
            following.clear()
        lacking = following.missing()
        if check:
            words = ngettext(
                "%(count)d article has not been compared.",
                "%(count)d articles have not been compared.",
                lacking,
            )
            self.stdout.write(words % {"count": lacking})
            sys.exit(1 if lacking else 0)
        with surroundings.bar(lacking, _(" articles"), self.stderr) as bar:
            done = following.rebuild(bar.update)
        words = ngettext(
            "%(count)d article has been compared.", "%(count)d articles have been compared.", done
        )
        self.stdout.write(words % {"count": done})
