from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.cards import rebuilding
from articles.management import surroundings
from articles.management.failures import failures_told


class Command(BaseCommand):
    help = (
        "Make the cards that readers' lists are read from, where a published article has none by "
        "today's rules, as after an upgrade. What was stopped goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only count the cards that are lacking or too many; exit 1 if there are any.",
        )
        parser.add_argument("--anew", action="store_true", help="Make all cards again.")

    @failures_told()
    def handle(self, *, check: bool, anew: bool, **options: Any) -> None:
        if check:
            lacking = rebuilding.lacking()
            words = ngettext(
                "%(count)d card is lacking or too many.",
                "%(count)d cards are lacking or too many.",
                lacking,
            )
            self.stdout.write(words % {"count": lacking})
            sys.exit(1 if lacking else 0)
        with surroundings.bar(rebuilding.lacking(anew=anew), _(" cards"), self.stderr) as bar:
            done = rebuilding.rebuild(bar.update, anew=anew)
        words = ngettext("%(count)d card is in step.", "%(count)d cards are in step.", done)
        self.stdout.write(words % {"count": done})
