"""What an import says of each document, as a readable line or as its plan in JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import run_words, words
from articles.choices import Action, Outcome
from articles.ingest import store
from articles.ingest.pipeline import Done
from articles.ingest.plan import document_json
from articles.ingest.records import Reading, Warn
from articles.ingest.store import DocumentPlan, Step
from articles.management.lines import json_line, one_line, shortened

LONGEST_TITLE = 80
MOST_NAMES = 8


class Report(Protocol):
    """What is printed of a run: something after each batch, something at the end."""

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]: ...

    def at_end(self) -> Iterator[str]: ...


class PlanReport:
    """A document a line, as the JSON of its plan."""

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        unread = store.remembered(done.found for done in batch if done.plan is None)
        for done in batch:
            plan = done.plan or unread[done.found.place]
            yield json_line(document_json(plan.reading, [step.planned for step in plan.steps]))

    def at_end(self) -> Iterator[str]:
        yield from ()


class TextReport:
    """A readable line for each document; `is_done` says that it tells of what was done."""

    def __init__(self, *, is_done: bool) -> None:
        self.is_done = is_done
        self._words: dict[tuple[type, str], str] = {}

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        unchanged = self._called(Outcome.UNCHANGED)  # translated once, for they may be many
        for done in batch:
            if done.plan is None:
                outcome, told = unchanged, _deleted(done.deleted)
            else:
                outcome, told = self._called(done.plan.outcome), self._told(done.plan)
            yield one_line(f"{outcome:<15} {done.found.place}{told}")

    def at_end(self) -> Iterator[str]:
        yield from ()

    def _told(self, plan: DocumentPlan) -> str:
        """Say what happens to a document's articles, or why there are none."""
        if refused := plan.reading.refused:
            line = "" if refused.line is None else _(" in line %(line)d") % {"line": refused.line}
            detail = f" ({refused.detail})" if refused.detail else ""
            return f": {words.refusal(refused.reason)}{line}{detail}"
        told = [step for step in plan.steps if _is_news(plan, step)]
        steps = [f"{self._called(step.action)} {titled(step.reading)}" for step in told]
        steps += [
            _("no longer found: %(title)s") % {"title": quoted(one.title)} for one in plan.lost
        ]
        is_untold = plan.outcome == Outcome.UNCHANGED
        untold = sum(is_untold and step.action == Action.DELETED for step in plan.steps)
        warnings = [f" [{one}]" for one in _warnings(plan.reading.warnings)]
        return "".join((": " * bool(steps), "; ".join(steps), _deleted(untold), *warnings))

    def _called(self, one: Outcome | Action) -> str:
        key = (type(one), one.value)
        if key not in self._words:  # a translation takes a hundredth of a document's time
            self._words[key] = called(one, is_done=self.is_done)
        return self._words[key]


def called(one: Outcome | Action, *, is_done: bool) -> str:
    """Return the word for what happens to a document or an article, or has happened."""
    return run_words.done(one) if is_done else str(one.label)


def _is_news(plan: DocumentPlan, step: Step) -> bool:
    """Say whether there is more to tell of an article than that its document is unchanged."""
    return plan.outcome != Outcome.UNCHANGED or step.action == Action.CONFLICT


def _deleted(count: int) -> str:
    """Return what is said of a document's articles that somebody has deleted."""
    if not count:
        return ""
    return ngettext(
        " (%(count)d deleted article stays deleted)",
        " (%(count)d deleted articles stay deleted)",
        count,
    ) % {"count": count}


def _warnings(warnings: Iterable[Warn]) -> Iterator[str]:
    """Yield each warning once, with names it is about, its first line and how often it applies."""
    first: dict[str, Warn] = {}
    times: Counter[str] = Counter()
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for one in warnings:
        first.setdefault(one.code, one)
        if "name" in one.params:
            names[one.code][quoted(str(one.params["name"]))] = None
        times[one.code] += int(one.params.get("count", 1))
    for code, one in first.items():
        often = f" ×{times[code]}" if times[code] > 1 else ""
        named = "".join(f" {name}" for name in [*names[code]][:MOST_NAMES])
        yield f"{words.warning(code)}{named}{words.at_line(one.line)}{often}"


def titled(reading: Reading) -> str:
    return quoted(reading.title or reading.original_title)


def quoted(title: str) -> str:
    return f"“{shortened(title, LONGEST_TITLE)}”" if title else _("(untitled)")
