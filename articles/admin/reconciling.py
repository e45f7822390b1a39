"""A stale form comes back over the present version, with what was typed still in it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import InlineAdminFormSet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from articles.admin.article_form import ArticleForm
from articles.admin.comparison import Comparison, Rows
from articles.admin.inlines import CreditInline, PictureInline
from articles.models import Image

# The values of a revision that are rows of an inline.
ROWS = {CreditInline: "credits", PictureInline: "pictures"}


def reconcile(model_admin: Any, request: HttpRequest, context: dict[str, Any]) -> None:
    """Put the comparison into the page, and the present rows in place of those once seen."""
    form = context["adminform"].form
    comparison = getattr(form, "comparison", None)
    if not isinstance(form, ArticleForm) or comparison is None:
        return
    context["inline_admin_formsets"] = [
        _present(model_admin, request, inline, comparison)
        for inline in context["inline_admin_formsets"]
    ]
    context["comparison"] = comparison
    context["original"] = comparison.present


def _present(
    model_admin: Any, request: HttpRequest, inline: InlineAdminFormSet, comparison: Comparison
) -> InlineAdminFormSet:
    options = inline.opts
    name = ROWS.get(type(options))
    if name is None or not inline.has_change_permission:
        return inline
    title = str(options.verbose_name_plural)
    lost = comparison.rows(name, title, rows_of(inline.formset, options))
    formset = options.get_formset(request, comparison.present, extra=len(lost))(
        instance=comparison.present,
        prefix=inline.formset.prefix,
        queryset=options.get_queryset(request),
        initial=initial_of(lost, options),
    )
    made: InlineAdminFormSet = model_admin.get_inline_formsets(
        request, [formset], [options], comparison.present
    )[0]
    return made


def rows_of(formset: BaseInlineFormSet, options: Any) -> Rows:
    """Return what somebody made of the rows, as far as it can be read."""
    rows = []
    for form in formset.forms:
        values = getattr(form, "cleaned_data", {})
        if values and not values.get("DELETE") and (form.instance.pk or form.has_changed()):
            position = values.get("position") or 0
            rows.append((position, options.as_row(values)))
    return [row for _position, row in sorted(rows, key=lambda pair: pair[0])]


def initial_of(rows: Rows, options: Any) -> list[dict[str, Any]]:
    initial = [options.from_row(row) for row in rows]
    ids = [values["image"] for values in initial if "image" in values]
    keys = dict(Image.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    return [v | ({"image": keys.get(v["image"])} if "image" in v else {}) for v in initial]
