"""What an import says of each document, as a readable line or as its plan in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from articles import words
from articles.choices import Action, Outcome
from articles.ingest import store
from articles.ingest.pipeline import Done
from articles.ingest.plan import document_json
from articles.ingest.records import Reading
from articles.ingest.store import DocumentPlan, Step
from articles.management.lines import json_line, one_line, shortened

LONGEST_TITLE = 80


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

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        unchanged = f"{Outcome.UNCHANGED.label:<15}"  # translated once, for they may be many
        for done in batch:
            outcome = f"{done.plan.outcome.label:<15}" if done.plan else unchanged
            told = self._told(done.plan) if done.plan else ""
            yield one_line(f"{outcome} {done.found.place}{told}")

    def at_end(self) -> Iterator[str]:
        yield from ()

    def _told(self, plan: DocumentPlan) -> str:
        """Say what happens to a document's articles, or why there are none."""
        if refused := plan.reading.refused:
            line = "" if refused.line is None else _(" in line %(line)d") % {"line": refused.line}
            detail = f" ({refused.detail})" if refused.detail else ""
            return f": {words.refusal(refused.reason)}{line}{detail}"
        told = [step for step in plan.steps if _is_news(plan, step)]
        steps = [f"{self._done(step.action)} {titled(step.reading)}" for step in told]
        steps += [
            _("no longer found: %(title)s") % {"title": quoted(one.title)} for one in plan.lost
        ]
        warnings = [words.warning(warning.code) for warning in plan.reading.warnings]
        return "".join((": " * bool(steps), "; ".join(steps), *(f" [{w}]" for w in warnings)))

    def _done(self, action: Action) -> str:
        return words.done(action) if self.is_done else str(action.label)


def _is_news(plan: DocumentPlan, step: Step) -> bool:
    """Say whether there is more to tell of an article than that its document is unchanged."""
    return plan.outcome != Outcome.UNCHANGED or step.action == Action.CONFLICT


def titled(reading: Reading) -> str:
    return quoted(reading.title or reading.original_title)


def quoted(title: str) -> str:
    return f"“{shortened(title, LONGEST_TITLE)}”" if title else _("(untitled)")
