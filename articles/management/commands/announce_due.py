from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
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
        surroundings.add_every(parser)

    @failures_told()
    def handle(self, *, every: int | None, **options: Any) -> None:
        with surroundings.signals(self.stderr) as caught:
            for _round in surroundings.rounds(every, caught):
                self._tell(announce_due(), is_last=every is None)

    def _tell(self, told: int, *, is_last: bool) -> None:
        if told or is_last:
            words = ngettext(
                "%(count)d article has come or gone.", "%(count)d articles have come or gone.", told
            )
            surroundings.tell(self.stdout, [words % {"count": told}])
