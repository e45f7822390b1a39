"""`manage.py import_articles`: documents to articles, or what would become of them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles.choices import Outcome
from articles.ingest import collect, picture_files, pipeline, store
from articles.ingest.pipeline import Done, Options, Summary
from articles.management import surroundings
from articles.management.arguments import add_arguments, options_of
from articles.management.diff import JSONDiff, TextDiff
from articles.management.failures import failures_told
from articles.management.learning import proposal_lines
from articles.management.lines import one_line
from articles.management.report import PlanReport, Report, TextReport
from articles.management.saved_plan import (
    BadPlan,
    Checking,
    NoPlan,
    PlanBroken,
    SavedPlan,
    bad_plan,
    difference_lines,
    require_outside,
    saving,
)
from articles.management.summary import summary_lines

EXITS = """exit codes:
  0    done, whatever was refused (but see --strict)
  1    --strict and a document was refused; a plan that is none or does not hold any more;
       or something outside failed
  2    arguments that make no sense, or a path or a plan that is not there; nothing was read
  130  SIGINT, 143 SIGTERM: the batch in hand was finished; a second one takes it back
  141  nobody reads the report any more
Run it again after any of them to go on."""


class Command(BaseCommand):
    help = "Import articles from files, folders or standard input; a second run changes nothing."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        options |= {"epilog": EXITS, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **given: Any) -> None:
        options = options_of(given)
        surroundings.require_output(self.stdout)
        with surroundings.signals(self.stderr) as caught, self._failures_told():
            if given["apply"]:
                summary = self._apply(given, caught)
            elif given["save"]:
                summary = self._save(options, given, caught)
            elif options.paths or options.from_vault:
                summary = self._run(options, given, caught)
            else:
                summary = Summary()
            if given["learn"] and not caught:
                self._learn(options, is_json=given["report"] == "jsonl")
        self._end(summary, caught, is_strict=given["strict"])

    def _learn(self, options: Options, *, is_json: bool) -> None:
        """Print the lines that return in a source's articles, and propose them to editors."""
        lines = proposal_lines(source=options.source, is_json=is_json, is_dry=options.is_dry)
        surroundings.write(self.stdout, lines)
        if options.is_dry and not (options.paths or options.from_vault):
            surroundings.tell(self.stderr, [_("Nothing was written: this was a dry run.")])

    def _run(
        self,
        options: Options,
        given: dict[str, Any],
        caught: Sequence[int],
        *,
        listen: Callable[[Sequence[Done]], None] | None = None,
        guard: pipeline.Guard | None = None,
    ) -> Summary:
        """Import, or only plan, and say what came of it; `listen` is told of each batch too."""
        roots = surroundings.roots(options.paths)
        pictures = surroundings.roots([given["pictures"]] if given["pictures"] else [])
        stdin = surroundings.standard_input(roots)
        summary = Summary()
        try:
            with self._reporting(roots, options, _report(given, options), listen) as report:
                pipeline.run(
                    roots,
                    options,
                    summary=summary,
                    report=report,
                    is_stopped=lambda: bool(caught),
                    stdin=stdin,
                    guard=guard,
                )
                picture_files.keep_pictures(pictures, summary, lambda: bool(caught))
            if options.publish and summary.run is not None:
                summary.drafts = store.drafts(summary.run) - summary.unpublished
        finally:
            if len(caught) < 2:
                surroundings.tell(self.stderr, summary_lines(summary, options))
        return summary

    def _save(self, options: Options, given: dict[str, Any], caught: Sequence[int]) -> Summary:
        """Plan, and keep the plan once it is whole."""
        path = Path(given["save"])
        roots = surroundings.roots(options.paths)
        require_outside(path, roots)
        with saving(path) as (plan, keep):
            plan.begin(options, roots)
            summary = self._run(options, given, caught, listen=plan.add)
            if not summary.is_stopped:
                plan.end(summary)
                keep()
                told = _("plan saved: %(path)s") % {"path": one_line(given["save"])}
                surroundings.tell(self.stderr, [told])
        return summary

    def _apply(self, given: dict[str, Any], caught: Sequence[int]) -> Summary:
        """Do what a plan says if all of it still holds; before anything is written, all is seen."""
        plan = SavedPlan.open(Path(given["apply"]), workers=given["workers"])
        with closing(plan.promises()) as promises:
            now = Checking(promises)
            summary = pipeline.run(
                surroundings.roots(plan.options.paths, returncode=1),
                replace(plan.options, is_dry=True),
                report=now.look,
                is_stopped=lambda: bool(caught),
            )
            if summary.is_stopped:
                told = summary_lines(summary, replace(plan.options, is_dry=True))
                surroundings.tell(self.stderr, told)
                return summary
            now.end()
        if now.differences:
            raise PlanBroken(now.differences, is_begun=False)
        with closing(plan.promises()) as promises:
            now = Checking(promises)
            summary = self._run(plan.options, given, caught, guard=now)
        if now.differences:
            raise PlanBroken(now.differences, is_begun=True)
        return summary

    def _end(self, summary: Summary, caught: Sequence[int], *, is_strict: bool) -> None:
        """Choose the exit code."""
        if not summary.adds_up:
            raise CommandError(_("The numbers do not add up; please report this."))
        if caught:
            sys.exit(128 + caught[0])
        refused = summary.documents[Outcome.REFUSED]
        if is_strict and refused:
            raise CommandError(
                ngettext(
                    "%(count)d document was refused.", "%(count)d documents were refused.", refused
                )
                % {"count": refused}
            )

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Turn what ends an import from outside into a message and an exit code."""
        try:
            with failures_told(), surroundings.report_written(self.stdout):
                yield
        except BrokenProcessPool as error:
            message = _("A process that reads documents was ended; run the import again to go on.")
            raise CommandError(message) from error
        except NoPlan as error:
            message = _("The plan cannot be opened: %(why)s.") % {"why": error}
            raise CommandError(message, returncode=surroundings.USAGE) from error
        except BadPlan as bad:
            raise CommandError(bad_plan(bad)) from bad
        except PlanBroken as why:
            surroundings.tell(self.stderr, difference_lines(why.differences))
            message = _("The plan does not hold any more; nothing was written.")
            if why.is_begun:
                message = _("The plan does not hold any more; only what is counted was written.")
            raise CommandError(message) from why

    @contextmanager
    def _reporting(
        self,
        roots: Sequence[collect.Root],
        options: Options,
        report: Report,
        listen: Callable[[Sequence[Done]], None] | None,
    ) -> Iterator[Callable[[Sequence[Done]], None]]:
        """Give the function that prints a batch: its report, and how far the import has come."""
        on_terminal = self.stderr.isatty()
        with tqdm(
            total=_total(roots, options) if on_terminal else None,
            disable=not on_terminal,
            file=surroundings.terminal(self.stderr),
            unit="",
        ) as bar:
            read = 0

            def print_batch(batch: Sequence[Done]) -> None:
                nonlocal read
                read += len(batch)
                if listen is not None:
                    listen(batch)
                with tqdm.external_write_mode(surroundings.terminal(self.stderr)):
                    surroundings.write(self.stdout, report.of_batch(batch))
                bar.update(len(batch))
                if not on_terminal:
                    words = ngettext("%(count)d document read", "%(count)d documents read", read)
                    surroundings.tell(self.stderr, [words % {"count": read}])

            yield print_batch
        surroundings.write(self.stdout, report.at_end())


def _report(given: dict[str, Any], options: Options) -> Report:
    is_json = given["report"] == "jsonl"
    if given["diff"]:
        return JSONDiff() if is_json else TextDiff()
    return PlanReport() if is_json else TextReport(is_done=not options.is_dry)


def _total(roots: Sequence[collect.Root], options: Options) -> int:
    if options.from_vault:
        return store.count_stored(**options.overrides)
    return collect.count(roots)
