"""What an import would change: how often each field, then some examples of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import words
from articles.choices import Action
from articles.ingest.pipeline import Done
from articles.ingest.store import DocumentPlan, Step, present_values
from articles.management.lines import json_line, one_line, shortened
from articles.management.report import quoted, titled
from articles.models import Article
from articles.text.html import text_of

# Examples of each field, and of articles that come or go; characters of a value in an example.
EXAMPLES = 5
LONGEST = 60
# Characters before the first difference that show where it stands.
BEFORE_DIFFERENCE = 12


class Change(NamedTuple):
    """A field of one article as it is and as it would be; one that is kept was edited here."""

    field: str
    before: Any
    after: Any
    is_kept: bool


def changes(step: Step) -> list[Change]:
    """Return what would become of the fields of a stored article."""
    if step.merge is None:
        return []
    present = present_values(step.merge.article)
    taken = [Change(n, present[n], v, is_kept=False) for n, v in step.merge.taken.items()]
    kept = [
        Change(name, present[name], value, is_kept=True)
        for name, value in step.merge.refused.items()
        if name not in step.merge.taken
    ]
    return taken + kept


class JSONDiff:
    """An object a line for each article that would change, come or no longer be found."""

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        for plan in _plans(batch):
            place = str(plan.reading.place)
            for index, step in enumerate(plan.steps):
                found = changes(step)
                if found or step.action == Action.CREATE:
                    yield json_line(_step_json(place, index, step, found))
            for target in plan.lost:
                yield json_line(
                    {
                        "document": place,
                        "action": "no_longer_found",
                        "article": target.public_id,
                        "title": target.title or None,
                    }
                )

    def at_end(self) -> Iterator[str]:
        yield from ()


def _step_json(place: str, index: int, step: Step, found: Iterable[Change]) -> dict[str, Any]:
    return {
        "document": place,
        "index": index,
        "action": step.action.value,
        "article": step.same_as,
        "title": step.reading.title or step.reading.original_title or None,
        "changes": {
            one.field: {"before": one.before, "after": one.after, "kept": one.is_kept}
            for one in found
        },
    }


@dataclass(slots=True)
class TextDiff:
    """Counts first, then examples, a line each; everything at the end."""

    changed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    articles: int = 0
    created: int = 0
    lost: int = 0

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        """Count; nothing is printed until all has been counted."""
        for plan in _plans(batch):
            place = str(plan.reading.place)
            for step in plan.steps:
                self._count(place, step)
            for target in plan.lost:
                self.lost += 1
                self._show("lost", f"{place} {quoted(target.title)}")
        yield from ()

    def _count(self, place: str, step: Step) -> None:
        if step.action == Action.CREATE:
            self.created += 1
            self._show("created", f"{place} {titled(step.reading)}")
        found = changes(step)
        self.articles += bool(found)
        for one in found:
            (self.kept if one.is_kept else self.changed)[one.field] += 1
            article = step.merge.article if step.merge else Article()
            before, after = shown(one)
            mark = _(" (kept: edited here)") if one.is_kept else ""
            title = quoted(article.title or article.original_title)
            self._show(one.field, f"{place} {title}: {before} -> {after}{mark}")

    def _show(self, kind: str, line: str) -> None:
        lines = self.examples.setdefault(kind, [])
        if len(lines) < EXAMPLES:
            lines.append(line)

    def at_end(self) -> Iterator[str]:
        yield _("articles that would change: %(count)d") % {"count": self.articles}
        for name in sorted(self.changed | self.kept, key=_column):
            yield f"  {_label(name)}: {_articles(self.changed[name])}{self._kept(name)}"
        yield _("articles that would be created: %(count)d") % {"count": self.created}
        yield _("articles no longer found in their document: %(count)d") % {"count": self.lost}
        for name in sorted(self.changed | self.kept, key=_column):
            yield from self._examples(name, _label(name))
        yield from self._examples("created", _("to be created"))
        yield from self._examples("lost", _("no longer found"))

    def _kept(self, name: str) -> str:
        if not self.kept[name]:
            return ""
        return _(" (and %(count)d kept, edited here)") % {"count": self.kept[name]}

    def _examples(self, kind: str, label: str) -> Iterator[str]:
        lines = self.examples.get(kind, [])
        if lines:
            yield ""
            yield f"{label}:"
        yield from (f"  {one_line(line)}" for line in lines)


def shown(change: Change) -> tuple[str, str]:
    """Return two values as short words, from a little before where they begin to differ."""
    a, b = _words(change.before), _words(change.after)
    if change.field == "body" and text_of(a) != text_of(b):
        a, b = (" ".join(text_of(one).split()) for one in (a, b))
    longest = max(len(a), len(b))
    pairs = enumerate(zip(a, b, strict=False))
    same = next((index for index, (x, y) in pairs if x != y), min(len(a), len(b)))
    start = max(same - BEFORE_DIFFERENCE, 0) if longest > LONGEST else 0
    return _cut(a, start), _cut(b, start)


def _cut(text: str, start: int) -> str:
    if not text:
        return _("(nothing)")
    return f"{'…' if start else ''}{shortened(text[start:], LONGEST)}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(one) if isinstance(one, list) else str(one) for one in value)
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)


def _plans(batch: Iterable[Done]) -> Iterator[DocumentPlan]:
    return (done.plan for done in batch if done.plan is not None)


def _articles(count: int) -> str:
    return ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}


def _label(name: str) -> str:
    """Return what a field is called: its column's name, or the words for what has no column."""
    columns = {one.name: one for one in Article._meta.concrete_fields}
    return str(columns[name].verbose_name) if name in columns else words.value(name)


def _column(name: str) -> tuple[int, str]:
    """Order fields as the article has them."""
    names = [one.name for one in Article._meta.get_fields()]
    return names.index(name) if name in names else len(names), name
