"""`manage.py import_articles`: documents to articles, or what would become of them."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles import words
from articles.choices import Action, Outcome
from articles.ingest import collect, pipeline, store
from articles.ingest.formats import READERS
from articles.ingest.pipeline import Done, Options, Summary
from articles.ingest.plan import document_json
from articles.ingest.records import Reading
from articles.ingest.store import DocumentPlan
from articles.ingest.store.values import source_fold
from articles.text.characters import clean_text

USAGE = 2
# What a shell shows for a program that wrote to a pipe whose reader had gone.
NOBODY_READS = 128 + signal.SIGPIPE
# Characters that end a line for somebody, or that no output can carry; JSON has them escaped.
_NOT_IN_JSON_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _Unwritten(Exception):
    """The report could not be written; `args` has the error that says why."""


class Command(BaseCommand):
    help = "Import articles from files, folders or standard input; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", metavar="PATH", help="A file, a folder, or - for standard input.")
        add("--dry-run", action="store_true", help="Say what would be done; write nothing.")
        add(
            "--report",
            choices=["text", "jsonl"],
            default="text",
            help="What to print for each document: a readable line, or its plan as JSON; "
            "of one that is unchanged and was not read again, only what is stored.",
        )
        add("--publish", action="store_true", help="Publish new articles that have a title.")
        add("--source", metavar="NAME", help="The source of all documents, whatever they say.")
        add("--format", choices=sorted(READERS), help="Read all documents as this format.")
        add("--strict", action="store_true", help="Exit with 1 if any document was refused.")
        add("--workers", type=int, default=1, metavar="N", help="Read in N processes.")
        add(
            "--pictures",
            metavar="FOLDER",
            help="A folder with files for pictures of these documents' articles, each named like "
            "the end of its picture's address; a name that several share is passed over.",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        options = _options(given)
        roots = _roots(given["paths"])
        pictures = _roots([given["pictures"]] if given["pictures"] else [])
        stdin = _stdin(roots)
        summary = Summary()
        with _signals() as caught, self._failures_told():
            try:
                with self._reporting(roots, given["report"]) as report:
                    pipeline.run(
                        roots,
                        options,
                        summary=summary,
                        report=report,
                        is_stopped=lambda: bool(caught),
                        stdin=stdin,
                    )
                    pipeline.keep_pictures(pictures, summary)
            finally:
                self._tell(_summary(summary, options))
        if not summary.adds_up:
            raise CommandError(_("The numbers do not add up; please report this."))
        if caught:
            sys.exit(128 + caught[0])
        refused = summary.documents[Outcome.REFUSED]
        if given["strict"] and refused:
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
            yield
        except BrokenProcessPool as error:
            message = _("A process that reads documents was ended; run the import again to go on.")
            raise CommandError(message) from error
        except _Unwritten as unwritten:
            why = unwritten.args[0]
            _discard(self.stdout)
            if isinstance(why, BrokenPipeError):
                sys.exit(NOBODY_READS)
            message = _("The report cannot be written: %(why)s.") % {"why": why.strerror}
            raise CommandError(message) from why

    @contextmanager
    def _reporting(
        self, roots: Sequence[collect.Root], form: str
    ) -> Iterator[Callable[[Sequence[Done]], None]]:
        """Give the function that prints a batch: its report, and how far the import has come."""
        lines = _plan_lines if form == "jsonl" else _text_lines
        on_terminal = self.stderr.isatty()
        with tqdm(
            total=collect.count(roots) if on_terminal else None,
            disable=not on_terminal,
            file=self.stderr,
            unit="",
        ) as bar:
            read = 0

            def report(batch: Sequence[Done]) -> None:
                nonlocal read
                read += len(batch)
                with tqdm.external_write_mode(self.stderr):
                    self._print(lines(batch))
                bar.update(len(batch))
                if not on_terminal:
                    words = ngettext("%(count)d document read", "%(count)d documents read", read)
                    self._tell([words % {"count": read}])

            yield report

    def _print(self, lines: Iterator[str]) -> None:
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except OSError as error:
            raise _Unwritten(error) from error

    def _tell(self, lines: Sequence[str]) -> None:
        """Say something beside the report; an import does not end because nobody hears it."""
        try:
            for line in lines:
                self.stderr.write(line)
            self.stderr.flush()
        except OSError:
            _discard(self.stderr)


def _summary(summary: Summary, options: Options) -> list[str]:
    lines = [
        *([_("Stopped; run it again to go on.")] if summary.is_stopped else []),
        *([_("Nothing was written: this was a dry run.")] if options.is_dry else []),
        _sum(_("documents read"), summary.read, Outcome, summary.documents),
        _sum(_("articles planned"), summary.planned, Action, summary.articles),
    ]
    if options.publish:
        lines.append(_("published: %(count)d") % {"count": summary.published})
        lines += [f"  {reason} {count}" for reason, count in summary.not_published.items()]
    if summary.pictures:
        lines.append(_("pictures kept: %(count)d") % {"count": summary.pictures})
    if summary.shared_names:
        shared = _("names that several pictures or picture files share, passed over: %(count)d")
        lines.append(shared % {"count": summary.shared_names})
    return lines


def _options(given: dict[str, Any]) -> Options:
    if given["workers"] < 1:
        raise CommandError(_("--workers must be 1 or more."), returncode=USAGE)
    source = given["source"] and clean_text(given["source"]).text
    if source is not None and not source_fold(source):
        raise CommandError(_("--source must be a name."), returncode=USAGE)
    return Options(
        is_dry=given["dry_run"],
        publish=given["publish"],
        source=source,
        format=given["format"],
        workers=given["workers"],
        paths=tuple(given["paths"]),
    )


def _roots(paths: Sequence[str]) -> tuple[collect.Root, ...]:
    try:
        return collect.roots(paths)
    except collect.NoSuchPath as error:
        message = _("Cannot import from %(path)s: %(why)s") % {
            "path": _one_line(error.path),
            "why": error.why,
        }
        raise CommandError(message, returncode=USAGE) from error


def _stdin(roots: Sequence[collect.Root]) -> BinaryIO | None:
    """Return standard input where it is to be read; Python has none where it was closed."""
    if collect.STANDARD_INPUT not in roots:
        return None
    if sys.stdin is None:
        raise CommandError(_("Cannot import from -: standard input is closed."), returncode=USAGE)
    return sys.stdin.buffer


def _discard(stream: Any) -> None:
    """Let what a stream still holds go nowhere: Python would fail on it once more at its end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Collect the first signal that asks to stop; a second one of its kind ends the process."""
    caught: list[int] = []
    before = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _frame: object) -> None:
        caught.append(number)
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, stop)
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _plan_lines(batch: Sequence[Done]) -> Iterator[str]:
    unread = store.remembered(done.found for done in batch if done.plan is None)
    for done in batch:
        plan = done.plan or unread[done.found.place]
        whole = document_json(plan.reading, [step.planned for step in plan.steps])
        text = json.dumps(whole, ensure_ascii=False)
        yield _NOT_IN_JSON_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _text_lines(batch: Sequence[Done]) -> Iterator[str]:
    for done in batch:
        outcome = Outcome.UNCHANGED if done.plan is None else done.plan.outcome
        told = _told(done.plan) if done.plan else ""
        yield _one_line(f"{outcome.label:<15} {done.found.place}{told}")


def _told(plan: DocumentPlan) -> str:
    """Say what happens to a document's articles, or why there are none."""
    if refused := plan.reading.refused:
        line = "" if refused.line is None else _(" in line %(line)d") % {"line": refused.line}
        detail = f" ({refused.detail})" if refused.detail else ""
        return f": {words.refusal(refused.reason)}{line}{detail}"
    steps = [f"{step.action.label} {_titled(step.reading)}" for step in plan.steps]
    warnings = [words.warning(warning.code) for warning in plan.reading.warnings]
    return "".join((": " * bool(steps), "; ".join(steps), *(f" [{w}]" for w in warnings)))


def _titled(reading: Reading) -> str:
    title = reading.title or reading.original_title
    return f"“{title[:80]}”" if title else _("(untitled)")


def _sum(name: str, total: int, kinds: type[Outcome | Action], counts: Mapping[str, int]) -> str:
    parts = " + ".join(f"{counts[kind.value]} {str(kind.label).lower()}" for kind in kinds)
    return f"{name}: {total} = {parts}"


def _one_line(text: str) -> str:
    """Return the text with what would end a line, colour a terminal or turn its direction shown."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
