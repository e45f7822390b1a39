from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles import run_words, words
from articles.admin import columns
from articles.admin.permissions import ReadOnlyAdmin
from articles.choices import Outcome
from articles.models import ImportRun, RunDocument

A_PAGE = 100


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["number", "began", "took", "status", "counted", "paths"]
    list_filter = ["status"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    sortable_by = []
    actions = None

    @admin.display(description=_("run"))
    def number(self, run: ImportRun) -> str:
        return f"#{run.pk}"

    @admin.display(description=_("started"))
    def began(self, run: ImportRun) -> str:
        return columns.moment(run.started_at)

    @admin.display(description=_("took"))
    def took(self, run: ImportRun) -> str:
        if run.finished_at is None:
            return columns.EMPTY
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"

    @admin.display(description=_("counts"))
    def counted(self, run: ImportRun) -> str:
        return ", ".join(f"{name} {number}" for name, number in counts_of(run) if number)

    @admin.display(description=_("paths"))
    def paths(self, run: ImportRun) -> str:
        paths = run.arguments.get("paths", [])
        return ", ".join(map(str, paths[:3])) + (" …" if len(paths) > 3 else "")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a run and a page of what it did, document by document."""
        run = self.get_object(request, object_id)
        if not self.has_view_permission(request, run) or request.method == "POST":
            raise PermissionDenied
        if run is None:
            raise Http404
        outcome = request.GET.get("outcome", "")
        rows = run.documents.select_related("document").order_by("pk")
        rows = rows.only("run", "outcome", "milliseconds", *DOCUMENT)
        rows = rows.annotate(
            warned=KeyTransform("warnings", KeyTransform("document", "plan")),
            kept=KeyTransform("kept", "before"),
        )
        if outcome in Outcome.values:
            rows = rows.filter(outcome=outcome)
        found = list(rows.filter(pk__gt=after(request))[: A_PAGE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import run"),
            "subtitle": self.number(run),
            "opts": self.opts,
            "run": run,
            "original": run,
            "took": self.took(run),
            "asked": asked(run),
            "counts": counts_of(run),
            "outcomes": [("", _("All")), *((one, run_words.done(one)) for one in Outcome.values)],
            "outcome": outcome,
            "rows": [(row, came_of(row), notes(row)) for row in found[:A_PAGE]],
            "next": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        }
        return TemplateResponse(request, "admin/articles/importrun/page.html", context)


DOCUMENT = [
    f"document__{name}" for name in ("path", "member", "refusal", "refusal_line", "refusal_detail")
]


def asked(run: ImportRun) -> list[tuple[str, str]]:
    """Return what a run was told to do, without what was left at its default."""
    return [
        (run_words.run(key), _told(value))
        for key, value in run.arguments.items()
        if value not in (None, False, "", [])
    ]


def _told(value: Any) -> str:
    if value is True:
        return str(_("yes"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def came_of(row: RunDocument) -> str:
    """Return a document's outcome in words, with the reason where it was refused."""
    document = row.document
    if row.outcome != Outcome.REFUSED or not document.refusal:
        return run_words.done(row.outcome)
    reason = words.refusal(document.refusal) + words.at_line(document.refusal_line)
    return words.because(run_words.done(row.outcome), reason)


def notes(row: Any) -> list[str]:
    """Return what an editor should know of a document of a run: warnings, and what no undo took."""
    warned = [words.warning(one["code"]) + words.at_line(one["line"]) for one in row.warned or ()]
    kept = [words.because(title, run_words.kept(why)) for _article, title, why in row.kept or ()]
    return warned + kept


def after(request: HttpRequest) -> int:
    value = request.GET.get("after", "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else 0


def counts_of(run: ImportRun) -> list[tuple[str, int]]:
    """Return a run's numbers, one level deep or two, as words."""
    pairs: list[tuple[str, int]] = []
    for key, value in run.counts.items():
        inner = value if isinstance(value, dict) else {"": value}
        pairs += [(_counted(key, name), number) for name, number in inner.items()]
    return pairs


def _counted(key: str, name: str) -> str:
    if key == "undone":
        return run_words.undone(name)
    return (
        words.because(run_words.run(key), run_words.done(name).lower())
        if name
        else run_words.run(key)
    )
