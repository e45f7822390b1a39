"""The numbers at the end of an import, which add up or are said not to."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from articles import words
from articles.choices import Action, Outcome
from articles.ingest.pipeline import Options, Summary
from articles.management.lines import one_line
from articles.management.report import called


def summary_lines(summary: Summary, options: Options) -> list[str]:
    lines = [
        *([_("Stopped; run it again to go on.")] if summary.is_stopped else []),
        *([_("Nothing was written: this was a dry run.")] if options.is_dry else []),
        _sum(_("documents read"), summary.read, _outcomes(options), summary.documents),
        _sum(
            _("articles planned") if options.is_dry else _("articles"),
            summary.planned,
            _actions(options, summary.articles),
            summary.articles,
        ),
    ]
    if options.publish and not options.is_dry:
        lines.append(_("published: %(count)d") % {"count": summary.published})
        lines += [f"  {reason} {count}" for reason, count in summary.not_published.items()]
        if summary.drafts > 0:
            told = _("drafts that were there before and stay drafts: %(count)d")
            lines.append(told % {"count": summary.drafts})
    if summary.pictures:
        lines.append(_("pictures kept: %(count)d") % {"count": summary.pictures})
    if summary.shared_names:
        shared = _("names that several pictures or picture files share, passed over: %(count)d")
        lines.append(shared % {"count": summary.shared_names})
    lines += [_bad_picture(path, why) for path, why in summary.bad_pictures]
    if summary.run is not None:
        lines.append(_("run: %(number)d") % {"number": summary.run})
    return lines


def _bad_picture(path: str, why: str) -> str:
    """Say of a file why it was not kept; `why` is "" for what cannot be opened as a picture."""
    told = words.refusal(why) if why else _("no whole JPEG, PNG, GIF or WebP of a usual size")
    return one_line(_("not kept as a picture: %(path)s: %(why)s") % {"path": path, "why": told})


def _outcomes(options: Options) -> dict[str, str]:
    return {one.value: called(one, is_done=not options.is_dry) for one in Outcome}


def _actions(options: Options, counts: Mapping[str, int]) -> dict[str, str]:
    """Return the words for all actions; articles that somebody deleted are seldom among them."""
    return {
        one.value: called(one, is_done=not options.is_dry)
        for one in Action
        if one != Action.DELETED or counts[one]
    }


def _sum(name: str, total: int, kinds: Mapping[str, str], counts: Mapping[str, int]) -> str:
    parts = " + ".join(f"{counts[kind]} {label.lower()}" for kind, label in kinds.items())
    return words.because(name, f"{total} = {parts}")
