from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.management.failures import failures_told
from articles.models import Webhook
from articles.webhooks.claims import replay


class Command(BaseCommand):
    help = "Let a webhook have changes again, from a number on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("webhook", type=int, metavar="ID", help="The webhook's number.")
        parser.add_argument(
            "--since",
            type=int,
            required=True,
            metavar="N",
            help="The number of the last change that is not sent again; 0 for all.",
        )

    @failures_told()
    def handle(self, *, webhook: int, since: int, **options: Any) -> None:
        found = Webhook.objects.filter(pk=webhook).first()
        if found is None:
            raise CommandError(_("There is no webhook %(number)s.") % {"number": webhook})
        if since < 0:
            raise CommandError(_("A change has no number below 1."))
        again = replay(found, since)
        words = ngettext(
            "%(count)d change waits for %(name)s.", "%(count)d changes wait for %(name)s.", again
        )
        self.stdout.write(words % {"count": again, "name": found.name})
