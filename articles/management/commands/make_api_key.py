from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import KeyScope
from articles.management.failures import failures_told
from articles.models import ApiKey
from articles.models.api_key import DEFAULT_RATE


class Command(BaseCommand):
    help = (
        "Make an API key for a partner and print it, once: the key alone on standard output, what "
        "to know about it on standard error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Who uses the key, and for what.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=KeyScope.values,
            default=[],
            help="What the key opens; again for more. Every key reads what everybody may.",
        )
        parser.add_argument(
            "--rate", default=DEFAULT_RATE, help="Requests in a time, such as 600/min, or off."
        )
        parser.add_argument(
            "--expires",
            metavar="WHEN",
            help="When it is no longer good: a moment, or a day for the first second of it.",
        )

    @failures_told()
    def handle(self, *, name: str, scope: list[str], rate: str, **options: Any) -> None:
        scopes = [one.value for one in KeyScope if one == KeyScope.READ or one in scope]
        expires_at = _moment(options["expires"])
        key = ApiKey(name=name, scopes=scopes, rate=rate, expires_at=expires_at)
        token = key.renew()
        try:
            key.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        key.save()
        self.stdout.write(token)
        self.stderr.write(_("It is kept nowhere and will not be shown again. Send it as"))
        self.stderr.write(f"Authorization: Bearer {key.prefix}…")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        words = _("--expires must look like 2027-01-31 or 2027-01-31T08:00:00Z.")
        raise CommandError(words) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    if moment <= timezone.now():
        raise CommandError(_("--expires must lie ahead."))
    return moment
