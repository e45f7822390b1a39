"""`manage.py undo_import`: takes back what a run of the import did."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import run_words
from articles.ingest import store
from articles.management import surroundings
from articles.management.failures import failures_told
from articles.management.lines import one_line
from articles.management.report import quoted
from articles.models import ImportRun

EXITS = """exit codes:
  0    undone; what stays because somebody touched it is listed
  1    the run cannot be undone, or something outside failed
  2    no such run
  130  SIGINT, 143 SIGTERM: stopped between batches; run it again to go on
  141  nobody reads the list any more"""


class Command(BaseCommand):
    help = (
        "Take back what a run of the import did: articles it made are deleted, articles it "
        "changed get their former values as a new version. What an editor or a later run has "
        "touched stays, and is listed."
    )

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        options |= {"epilog": EXITS, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="The number of the run.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be undone; write nothing."
        )

    @failures_told()
    def handle(self, *args: Any, **given: Any) -> None:
        surroundings.require_output(self.stdout)
        run = ImportRun.objects.filter(pk=given["run"]).first()
        if run is None:
            message = _("There is no run %(number)d.") % {"number": given["run"]}
            raise CommandError(message, returncode=surroundings.USAGE)
        with surroundings.signals(self.stderr) as caught, surroundings.report_written(self.stdout):
            try:
                came = store.undo(run, is_dry=given["dry_run"], is_stopped=lambda: bool(caught))
            except store.NotUndoable as error:
                raise CommandError(str(error)) from error
            surroundings.write(self.stdout, map(_kept, came.kept))
            surroundings.tell(self.stderr, _summary(came, is_dry=given["dry_run"]))
        if came.is_stopped:
            sys.exit(128 + caught[0])


def _kept(kept: store.Kept) -> str:
    line = _("Kept %(title)s of %(place)s: %(why)s") % {
        "title": quoted(kept.title),
        "place": kept.place,
        "why": run_words.kept(kept.why),
    }
    return one_line(line)


def _summary(came: store.Undo, *, is_dry: bool) -> list[str]:
    counts = _(
        "documents: %(documents)d; articles deleted: %(deleted)d, restored: %(restored)d, "
        "kept: %(kept)d"
    ) % {
        "documents": came.documents,
        "deleted": came.deleted,
        "restored": came.restored,
        "kept": len(came.kept),
    }
    return [
        *([_("Stopped; run it again to go on.")] if came.is_stopped else []),
        *([_("Nothing was written: this was a dry run.")] if is_dry else []),
        counts,
        *([_public(came.public)] if came.public else []),
    ]


def _public(count: int) -> str:
    """Say what an operator may not have meant: a page that readers had is gone."""
    return ngettext(
        "%(count)d of the deleted articles was public.",
        "%(count)d of the deleted articles were public.",
        count,
    ) % {"count": count}
