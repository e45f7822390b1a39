"""The numbers at the end of an import, which add up or are said not to."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from articles import words
from articles.choices import Action, Outcome
from articles.ingest.pipeline import Options, Summary


def summary_lines(summary: Summary, options: Options) -> list[str]:
    lines = [
        *([_("Stopped; run it again to go on.")] if summary.is_stopped else []),
        *([_("Nothing was written: this was a dry run.")] if options.is_dry else []),
        _sum(_("documents read"), summary.read, _outcomes(), summary.documents),
        _sum(_articles(options), summary.planned, _actions(options), summary.articles),
    ]
    if options.publish:
        lines.append(_("published: %(count)d") % {"count": summary.published})
        lines += [f"  {reason} {count}" for reason, count in summary.not_published.items()]
    if summary.pictures:
        lines.append(_("pictures kept: %(count)d") % {"count": summary.pictures})
    if summary.shared_names:
        shared = _("names that several pictures or picture files share, passed over: %(count)d")
        lines.append(shared % {"count": summary.shared_names})
    if summary.run is not None:
        lines.append(_("run: %(number)d") % {"number": summary.run})
    return lines


def _articles(options: Options) -> str:
    return _("articles planned") if options.is_dry else _("articles")


def _outcomes() -> dict[str, str]:
    return {outcome.value: str(outcome.label) for outcome in Outcome}


def _actions(options: Options) -> dict[str, str]:
    return {
        action.value: str(action.label) if options.is_dry else words.done(action)
        for action in Action
    }


def _sum(name: str, total: int, kinds: Mapping[str, str], counts: Mapping[str, int]) -> str:
    parts = " + ".join(f"{counts[kind]} {label.lower()}" for kind, label in kinds.items())
    return words.because(name, f"{total} = {parts}")
