"""`manage.py import_articles`: documents to articles, or what would become of them."""

from __future__ import annotations

import json
import re
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles import words
from articles.choices import Action, Outcome
from articles.ingest import collect, pipeline
from articles.ingest.formats import READERS
from articles.ingest.pipeline import Done, Options, Summary
from articles.ingest.plan import document_json
from articles.ingest.records import DocumentReading, Reading
from articles.ingest.store import DocumentPlan

USAGE = 2
# Characters that end a line for somebody, or that no output can carry; JSON has them escaped.
_NOT_IN_JSON_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


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
            help="What to print for each document: a readable line, or its plan as JSON.",
        )
        add("--publish", action="store_true", help="Publish new articles that have a title.")
        add("--source", metavar="NAME", help="The source of all documents, whatever they say.")
        add("--format", choices=sorted(READERS), help="Read all documents as this format.")
        add("--strict", action="store_true", help="Exit with 1 if any document was refused.")
        add("--workers", type=int, default=1, metavar="N", help="Read in N processes.")
        add(
            "--pictures",
            metavar="FOLDER",
            help="A folder with picture files, each named like the end of its address.",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        options = _options(given)
        roots = _roots(given["paths"])
        pictures = _roots([given["pictures"]] if given["pictures"] else [])
        summary = Summary()
        with _signals() as caught:
            try:
                with self._reporting(roots, given["report"]) as report:
                    pipeline.run(
                        roots,
                        options,
                        summary=summary,
                        report=report,
                        is_stopped=lambda: bool(caught),
                        stdin=sys.stdin.buffer,
                    )
                    pipeline.keep_pictures(pictures, options, summary)
            finally:
                self._summarise(summary, options)
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
    def _reporting(
        self, roots: Sequence[collect.Root], form: str
    ) -> Iterator[Callable[[Sequence[Done]], None]]:
        """Give the function that prints a batch: its report, and how far the import has come."""
        line = _plan_line if form == "jsonl" else _text_line
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
                    for done in batch:
                        self.stdout.write(line(done))
                    self.stdout.flush()
                bar.update(len(batch))
                if not on_terminal:
                    words = ngettext("%(count)d document read", "%(count)d documents read", read)
                    self.stderr.write(words % {"count": read})
                    self.stderr.flush()

            yield report

    def _summarise(self, summary: Summary, options: Options) -> None:
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
        for line in lines:
            self.stderr.write(line)


def _options(given: dict[str, Any]) -> Options:
    if given["workers"] < 1:
        raise CommandError(_("--workers must be 1 or more."), returncode=USAGE)
    if given["source"] is not None and not given["source"].strip():
        raise CommandError(_("--source must be a name."), returncode=USAGE)
    return Options(
        is_dry=given["dry_run"],
        publish=given["publish"],
        source=given["source"],
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


def _plan_line(done: Done) -> str:
    if done.plan is None:
        found = done.found
        plan = document_json(DocumentReading(found.place, found.sha256, found.size), [])
    else:
        plan = document_json(done.plan.reading, [step.planned for step in done.plan.steps])
    text = json.dumps(plan, ensure_ascii=False)
    return _NOT_IN_JSON_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _text_line(done: Done) -> str:
    outcome = Outcome.UNCHANGED if done.plan is None else done.plan.outcome
    told = _told(done.plan) if done.plan else ""
    return _one_line(f"{outcome.label:<15} {done.found.place}{told}")


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
