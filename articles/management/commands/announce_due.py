from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.cards.following import announce_due
from articles.management import surroundings
from articles.management.failures import failures_told


class Command(BaseCommand):
    help = (
        "Give numbers in the change feed to what has come and gone by the clock alone. Whoever "
        "writes next would do so too; webhooks learn of it no sooner."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Go on until somebody stops it, and look this often; by default once.",
        )

    @failures_told()
    def handle(self, *, every: int | None, **options: Any) -> None:
        if every is not None and every < 1:
            raise CommandError(_("--every must be 1 or more."), returncode=surroundings.USAGE)
        with surroundings.signals(self.stderr) as caught:
            while True:
                self._tell(announce_due(), is_last=every is None)
                if every is None or surroundings.stopped_within(every, caught):
                    return
                close_old_connections()

    def _tell(self, told: int, *, is_last: bool) -> None:
        if told or is_last:
            words = ngettext(
                "%(count)d article has come or gone.", "%(count)d articles have come or gone.", told
            )
            surroundings.tell(self.stdout, [words % {"count": told}])
