from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
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
                counts = deliver(stopped=lambda: bool(caught))
                self._tell(counts, is_last=every is None)
                if every is None or surroundings.stopped_within(every, caught):
                    return
                close_old_connections()

    def _tell(self, counts: Counts, *, is_last: bool) -> None:
        if is_last or counts.delivered or counts.failed:
            words = _("%(delivered)d delivered, %(failed)d failed.")
            said = {"delivered": counts.delivered, "failed": counts.failed}
            surroundings.tell(self.stdout, [words % said])
