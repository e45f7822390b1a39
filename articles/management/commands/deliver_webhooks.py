from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from articles.management import surroundings
from articles.management.failures import failures_told
from articles.webhooks.delivering import Counts, deliver


class Command(BaseCommand):
    help = (
        "Send changes to the webhooks that wait for them. Any number of these may run at once; "
        "none sends what another one sends."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        surroundings.add_every(parser)

    @failures_told()
    def handle(self, *, every: int | None, **options: Any) -> None:
        with surroundings.signals(self.stderr) as caught:
            for _round in surroundings.rounds(every, caught):
                counts = deliver(stopped=lambda: bool(caught))
                self._tell(counts, is_last=every is None)

    def _tell(self, counts: Counts, *, is_last: bool) -> None:
        if is_last or counts.delivered or counts.failed:
            words = _("%(delivered)d delivered, %(failed)d failed.")
            said = {"delivered": counts.delivered, "failed": counts.failed}
            surroundings.tell(self.stdout, [words % said])
