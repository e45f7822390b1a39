"""What an import would change: how often each field, then some examples of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import words
from articles.choices import Action
from articles.ingest.pipeline import Done
from articles.ingest.store import DocumentPlan, Step, accepted, present_values
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
    """A field of one article as it is here, and as it would be or as the source has it."""

    field: str
    before: Any
    after: Any


def changes(step: Step) -> list[Change]:
    """Return what would become of the fields of a stored article."""
    if step.merge is None:
        return []
    present = present_values(step.merge.article)
    # Two documents of one batch may change a value and change it back.
    return [
        Change(name, present[name], value)
        for name, value in step.merge.taken.items()
        if value != present[name]
    ]


def conflicts(step: Step) -> list[Change]:
    """Return the fields that an editor would be asked about; of a body, what is in dispute."""
    if step.merge is None:
        return []
    base, present = step.merge.stored.base, step.merge.stored.present
    return [
        Change(name, present[name], accepted(name, base.get(name), present[name], value))
        for name, value in step.merge.refused.items()
    ]


class JSONDiff:
    """An object a line for each article that would change, come, conflict or be found no more."""

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        for plan in _plans(batch):
            place = str(plan.reading.place)
            for index, step in enumerate(plan.steps):
                if changes(step) or conflicts(step) or step.action == Action.CREATE:
                    yield json_line(_step_json(place, index, step))
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


def _step_json(place: str, index: int, step: Step) -> dict[str, Any]:
    return {
        "document": place,
        "index": index,
        "action": step.action.value,
        "article": step.same_as,
        "title": step.reading.title or step.reading.original_title or None,
        "changes": {one.field: {"before": one.before, "after": one.after} for one in changes(step)},
        "conflicts": {
            one.field: {"here": one.before, "source": one.after} for one in conflicts(step)
        },
    }


@dataclass(slots=True)
class TextDiff:
    """Counts first, then examples, a line each; everything at the end."""

    changed: Counter[str] = field(default_factory=Counter)
    disputed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    articles: Counter[str] = field(default_factory=Counter)

    def of_batch(self, batch: Sequence[Done]) -> Iterator[str]:
        """Count; nothing is printed until all has been counted."""
        for plan in _plans(batch):
            place = str(plan.reading.place)
            for step in plan.steps:
                self._count(place, step)
            for target in plan.lost:
                self.articles["lost"] += 1
                self._show("lost", f"{place} {quoted(target.title)}")
        yield from ()

    def _count(self, place: str, step: Step) -> None:
        if step.action == Action.CREATE:
            self.articles["created"] += 1
            self._show("created", f"{place} {titled(step.reading)}")
        if step.merge is None:
            return
        self.articles["waiting"] += len(step.merge.waiting)
        article = step.merge.article
        where = f"{place} {quoted(article.title or article.original_title)}"
        self._fields("changed", changes(step), where)
        self._fields("disputed", conflicts(step), where)

    def _fields(self, kind: str, found: list[Change], where: str) -> None:
        counts, sign = (self.changed, "->") if kind == "changed" else (self.disputed, "|")
        self.articles[kind] += bool(found)
        for one in found:
            counts[one.field] += 1
            before, after = shown(one)
            self._show(f"{kind} {one.field}", f"{where}: {before} {sign} {after}")

    def _show(self, kind: str, line: str) -> None:
        lines = self.examples.setdefault(kind, [])
        if len(lines) < EXAMPLES:
            lines.append(line)

    def at_end(self) -> Iterator[str]:
        count = self.articles
        yield _("articles that would change: %(count)d") % {"count": count["changed"]}
        yield from _counted(self.changed)
        if self.disputed:
            told = _("articles in conflict, about which an editor would be asked: %(count)d")
            yield told % {"count": count["disputed"]}
            yield from _counted(self.disputed)
        yield _("articles that would be created: %(count)d") % {"count": count["created"]}
        yield _("articles no longer found in their document: %(count)d") % {"count": count["lost"]}
        if count["waiting"]:
            yield _("conflicts that wait for an editor already: %(count)d") % {
                "count": count["waiting"]
            }
        yield from self._all_examples()

    def _all_examples(self) -> Iterator[str]:
        for name in sorted(self.changed | self.disputed, key=_column):
            label = _label(name)
            yield from self._examples(f"changed {name}", label)
            in_conflict = _("%(field)s in conflict, here | in its source")
            yield from self._examples(f"disputed {name}", in_conflict % {"field": label})
        yield from self._examples("created", _("to be created"))
        yield from self._examples("lost", _("no longer found"))

    def _examples(self, kind: str, label: str) -> Iterator[str]:
        lines = self.examples.get(kind, [])
        if lines:
            yield ""
            yield f"{label}:"
        yield from (f"  {one_line(line)}" for line in lines)


def _counted(fields: Mapping[str, int]) -> Iterator[str]:
    for name in sorted(fields, key=_column):
        yield f"  {_label(name)}: {_articles(fields[name])}"


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
