"""A plan in a file: saved by a dry run, applied later exactly as it is or not at all.

A line of JSON each: what was asked, a promise for each document in order, and the totals with a
digest of all lines before, so that a plan that was cut off or changed is known.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.management import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import run_words
from articles.ingest import collect, store
from articles.ingest.pipeline import Done, Halt, Options, Summary
from articles.ingest.store import Broken, DocumentPlan, Promise
from articles.management.lines import json_line, one_line
from articles.management.surroundings import USAGE
from articles.text.html import RULES_VERSION

KIND = "newsroom import plan"
# Raise when what a line holds changes; older plans are refused then.
VERSION = 2
# Longer than any line of a plan: a document of many thousand articles.
LONGEST_LINE = 64 * 1024 * 1024
# Of what no longer holds.
MOST_SHOWN = 20

_ASKED = ("source", "format", "publish", "from_vault", "is_fused")


class BadPlan(Exception):
    """A file that is no whole plan: the line that shows it, and a code for why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line = line
        self.why = why


class NoPlan(Exception):
    """A file of a plan that the file system would not open; its words say why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Why a plan does not hold: where, which article, what has changed."""

    place: str
    article: str
    why: Broken


class PlanBroken(Exception):
    """A plan that does not hold any more; some of it may have been done before that was seen."""

    def __init__(self, differences: Sequence[Difference], *, is_begun: bool) -> None:
        super().__init__(differences)
        self.differences = differences
        self.is_begun = is_begun


class Saving:
    """Writes a plan line by line."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()

    def begin(self, options: Options, roots: Sequence[collect.Root]) -> None:
        asked = {name: getattr(options, name) for name in _ASKED}
        paths = [str(root.folder / root.name) for root in roots]
        head = {"kind": KIND, "version": VERSION, "rules": RULES_VERSION}
        self._line({**head, "arguments": {**asked, "paths": paths}})

    def add(self, batch: Sequence[Done]) -> None:
        for done in batch:
            if done.plan is not None:
                self._line(store.promise(done.found, done.plan))

    def end(self, summary: Summary) -> None:
        self._line({"totals": summary.counts, "sha256": self._sum.hexdigest()})

    def _line(self, value: Mapping[str, Any]) -> None:
        line = f"{json_line(value)}\n".encode()
        self._sum.update(line)
        self._file.write(line)


@contextmanager
def saving(path: Path) -> Iterator[tuple[Saving, Callable[[], None]]]:
    """Give what writes a plan, and what keeps it under its name; else nothing is left of it."""
    if path.is_dir():
        raise _not_saved(path, os.strerror(errno.EISDIR))
    part = path.with_name(f"{path.name}.part")
    try:
        file = part.open("wb")
    except OSError as error:
        raise _not_saved(path, error.strerror) from error

    def keep() -> None:
        file.flush()
        try:
            part.replace(path)
        except OSError as error:
            raise _not_saved(path, error.strerror) from error

    try:
        with file:
            yield Saving(file), keep
    finally:
        part.unlink(missing_ok=True)


def _not_saved(path: Path, why: str | None) -> CommandError:
    message = _("The plan cannot be saved as %(path)s: %(why)s.")
    told = message % {"path": one_line(str(path)), "why": why}
    return CommandError(told, returncode=USAGE)


@dataclass(slots=True)
class SavedPlan:
    """A plan that was found whole."""

    path: Path
    options: Options

    @classmethod
    def open(cls, path: Path, *, workers: int = 1) -> SavedPlan:
        """Return the plan in a file; raises BadPlan and NoPlan."""
        head: Promise | None = None
        for number, value in _lines(path):
            if head is None:
                head = _head(number, value)
            elif "totals" not in value:
                _require(number, _is_promise(value), "not_a_promise")
        if head is None:
            raise BadPlan(1, "not_a_plan")
        asked = head["arguments"]
        options = Options(
            **{name: asked[name] for name in _ASKED},
            paths=tuple(asked["paths"]),
            workers=workers,
        )
        return cls(path, options)

    def promises(self) -> Generator[Promise]:
        with _opened(self.path) as file:
            next(file)
            for line in file:
                value = json.loads(line)
                if "totals" not in value:
                    yield value


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise NoPlan(f"{one_line(str(path))}: {error.strerror}") from error


def _head(number: int, value: Promise) -> Promise:
    _require(number, value.get("kind") == KIND, "not_a_plan")
    _require(number, value.get("version") == VERSION, "other_version")
    asked = value.get("arguments")
    names = (*_ASKED, "paths")
    _require(number, isinstance(asked, dict) and all(n in asked for n in names), "not_a_plan")
    return value


def _is_promise(value: Promise) -> bool:
    place, articles = value.get("place"), value.get("articles")
    names = {"place", "sha256", "outcome", "reading", "document", "articles"}
    return (
        value.keys() == names
        and isinstance(place, list)
        and len(place) == 4
        and all(isinstance(part, str) for part in place)
        and isinstance(articles, list)
        and all(isinstance(one, dict) for one in articles)
    )


def _lines(path: Path) -> Iterator[tuple[int, Promise]]:
    """Yield the lines of a plan with their numbers; raises BadPlan where it is not whole."""
    digest, number, is_ended = hashlib.sha256(), 0, False
    with _opened(path) as file:
        while line := file.readline(LONGEST_LINE):
            number += 1
            _require(number, not is_ended, "after_the_end")
            value = _value(number, line)
            if "totals" in value:
                _require(number, value.get("sha256") == digest.hexdigest(), "changed")
                is_ended = True
            digest.update(line)
            yield number, value
    _require(number + 1, is_ended, "cut_off" if number else "not_a_plan")


def _value(number: int, line: bytes) -> Promise:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        whole = line.endswith(b"\n")
        raise BadPlan(number, "not_json" if whole else "cut_off") from error
    _require(number, isinstance(value, dict), "not_a_plan")
    return dict(value)


def _require(number: int, holds: object, why: str) -> None:
    if not holds:
        raise BadPlan(number, why)


@dataclass(slots=True)
class Checking:
    """Compares documents, as they are planned now, with a plan's promises, in order."""

    promises: Iterator[Promise]
    differences: list[Difference] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    _waiting: dict[tuple[str, ...], Promise] | None = None

    def look(self, batch: Iterable[Done]) -> None:
        """Note what does not hold; of a dry run."""
        for done in batch:
            self._one(done)

    def require(self, batch: Sequence[Done]) -> None:
        """Raise Halt where something does not hold; right before a batch is written."""
        self.look(batch)
        if self.differences:
            raise Halt

    def remember(self, plans: Iterable[DocumentPlan]) -> None:
        """Take note of what has been written."""
        for plan in plans:
            for step in plan.steps:
                if step.target.pk is not None and (step.new or step.merge):
                    self.touched.add(step.target.pk)

    def end(self) -> None:
        """Note the documents that no longer come."""
        left = self._waiting.values() if self._waiting is not None else self.promises
        for promise in left:
            self._note(promise["place"], "", Broken.FILE_GONE)

    def _one(self, done: Done) -> None:
        place = tuple(store.place_of(done.found))
        promise = self._promise(place)
        if promise is None:
            self._note(place, "", Broken.FILE_APPEARED)
            return
        found = list(store.broken(promise, done.found, done.plan, self.touched))
        of_document = [one for one in found if not one[1]]
        for why, article in of_document or found:
            self._note(place, article, why)

    def _promise(self, place: tuple[str, ...]) -> Promise | None:
        """Return the promise for a place: the next one, or any once something came or went."""
        if self._waiting is None:
            promise = next(self.promises, None)
            if promise is None or tuple(promise["place"]) == place:
                return promise
            self._waiting = {tuple(promise["place"]): promise}
            self._waiting |= {tuple(one["place"]): one for one in self.promises}
        return self._waiting.pop(place, None)

    def _note(self, place: Sequence[str], article: str, why: Broken) -> None:
        shown = "!".join(part for part in place[1:3] if part)
        self.differences.append(Difference(shown, article, why))


def difference_lines(differences: Sequence[Difference]) -> Iterator[str]:
    """Say of places, and articles, why a plan does not hold; of many, of the first."""
    for one in differences[:MOST_SHOWN]:
        where = f"{one.place} ({one.article})" if one.article else one.place
        yield one_line(f"{where}: {run_words.broken(one.why)}")
    more = len(differences) - MOST_SHOWN
    if more > 0:
        yield ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}


def bad_plan(bad: BadPlan) -> str:
    return _("Line %(line)d of the plan: %(why)s.") % {
        "line": bad.line,
        "why": run_words.bad_plan(bad.why),
    }


def require_outside(path: Path, roots: Iterable[collect.Root]) -> None:
    """End a command that would save a plan among the documents it is about, or of none."""
    real = path.resolve()
    for root in roots:
        if root == collect.STANDARD_INPUT:
            message = _("A plan of standard input cannot be applied later.")
            raise CommandError(message, returncode=USAGE)
        if real == root.folder / root.name or (not root.name and root.folder in real.parents):
            message = _("Save the plan outside of what is imported.")
            raise CommandError(message, returncode=USAGE)
