"""What a run of an import says of itself: what it did or undid, and why a plan does not hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from articles.words import Words, because, said

# Why a saved plan cannot be applied.
BROKEN: Words = {
    "file_changed": _("its bytes have changed"),
    "file_appeared": _("it was not there when the plan was made"),
    "file_gone": _("it is no longer there"),
    "read_otherwise": _("today's rules read it differently"),
    "document_changed": _("it was imported or changed since the plan was made"),
    "article_changed": _("the article has changed since the plan was made"),
    "values_changed": _("another import has changed the article's imported values"),
    "done_otherwise": _("something else would be done now"),
}
# Why a file is no plan that can be applied.
BAD_PLANS: Words = {
    "not_a_plan": _("this is no plan of an import"),
    "other_version": _("a plan of another version of this program"),
    "not_a_promise": _("not what a plan says of a document"),
    "not_json": _("not JSON"),
    "cut_off": _("the plan is cut off"),
    "changed": _("the plan has been changed"),
    "after_the_end": _("something follows the end of the plan"),
}
# Why something stays that an undone run did.
KEPT: Words = {
    "edited": _("changed by an editor since"),
    "deleted": _("deleted by an editor since; it stays deleted"),
    "later_run": _("changed by a later run"),
    "both": _("changed by an editor and by a later run"),
    "held_elsewhere": _("another document holds it too"),
}
# What an import has done with a document or an article; `Outcome` and `Action` say what it is
# going to do.
DONE: Words = {
    "planned": _("Imported"),
    "without_article": _("Without article"),
    "quarantined": _("Quarantined"),
    "refused": _("Refused"),
    "create": _("Created"),
    "update": _("Updated"),
    "unchanged": _("Unchanged"),
    "duplicate": _("Duplicate"),
    "conflict": _("Conflict"),
    "deleted": _("Deleted before"),
}
# What a run was told, and what it counted.
RUN: Words = {
    "paths": _("paths"),
    "from_vault": _("from the vault"),
    "publish": _("publish"),
    "source": _("source"),
    "format": _("format"),
    "process": _("process"),
    "host": _("host"),
    "read": _("documents read"),
    "planned": _("articles planned"),
    "documents": _("documents"),
    "articles": _("articles"),
    "published": _("articles published"),
    "undone": _("undone"),
}
# What taking a run back came to.
UNDONE: Words = {
    "documents": _("documents"),
    "deleted": _("articles deleted"),
    "restored": _("articles restored"),
    "kept": _("articles kept"),
}


def broken(code: str) -> str:
    """Return why a saved plan does not hold."""
    return said(BROKEN, code)


def bad_plan(code: str) -> str:
    """Return why a file is no plan."""
    return said(BAD_PLANS, code)


def kept(code: str) -> str:
    """Return why something that a run did was not undone."""
    return said(KEPT, code)


def done(code: str) -> str:
    """Return what was done with a document or an article."""
    return said(DONE, code)


def run(key: str) -> str:
    """Return what a run was told or counted under a key."""
    return said(RUN, key)


def undone(key: str) -> str:
    """Return what is counted under a key where a run was taken back."""
    return because(run("undone"), said(UNDONE, key))
