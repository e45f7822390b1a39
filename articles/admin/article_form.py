"""The form of an article: what a person may set, over the version that person saw."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from articles.admin.comparison import Comparison
from articles.admin.dates import check_year
from articles.admin.editor import BodyField
from articles.admin.fields import LinesField, NamesField
from articles.choices import Precision
from articles.models import Article

DATES = ("originally_published_at", "embargo_until", "expires_at")


class ArticleForm(forms.ModelForm):
    """Saves nothing over a version its writer has not seen; `comparison` then says what differs."""

    body = BodyField()
    summary = LinesField(
        label=_("Summary"), required=False, widget=AdminTextareaWidget(attrs={"rows": 3})
    )
    keywords = NamesField(
        label=_("Keywords"),
        required=False,
        max_length=200,
        help_text=_("One a line."),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )
    correction = forms.CharField(
        label=_("Correction note for readers"),
        required=False,
        max_length=500,
        help_text=_(
            "What was wrong, in a sentence: it stands under the article and with its versions."
        ),
        widget=AdminTextareaWidget(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Article
        fields = [
            *("title", "subtitle", "summary", "body"),
            *("source", "publisher", "language", "categories", "keywords"),
            *("originally_published_at", "original_precision", "embargo_until", "expires_at"),
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in DATES:
            if name in self.fields:
                self.fields[name].validators.append(check_year)
        if "embargo_until" in self.fields:
            self.fields["embargo_until"].help_text = _("To the minute; seconds are rounded up.")
        self.comparison: Comparison | None = None
        self.initial["seen"] = self.instance.version if self.instance.pk else 0

    @property
    def changed_data(self) -> list[str]:
        """What somebody typed; the version that was seen is no value of the article."""
        return [name for name in super().changed_data if name != "seen"]

    def clean_embargo_until(self) -> datetime | None:
        """Round up to the minute: copies in caches end with minutes (`articles.freshness`)."""
        moment: datetime | None = self.cleaned_data["embargo_until"]
        if moment is None or not (moment.second or moment.microsecond):
            return moment
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._keep_untouched(values)
        self._settle_precision(values)
        if self.instance.pk:
            self._compare(values)
        return values

    def _keep_untouched(self, values: dict[str, Any]) -> None:
        """Put back what was loaded where nobody typed: neither white space nor microseconds go."""
        if self.instance.pk:
            of_no_column = {"seen", "correction"}
            for name in values.keys() - {*of_no_column, "categories", *self.changed_data}:
                values[name] = getattr(self.instance, name)

    def _settle_precision(self, values: dict[str, Any]) -> None:
        if "originally_published_at" not in values or "original_precision" not in values:
            return
        if values["originally_published_at"] is None:
            values["original_precision"] = ""
        elif not values["original_precision"]:
            values["original_precision"] = Precision.TIME

    def _compare(self, values: dict[str, Any]) -> None:
        """Refuse a version that is not the present one; the row stays locked until all is saved."""
        present = Article.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        seen = values.get("seen")
        if seen == present.version:
            return
        self.comparison = Comparison.of(present, seen or 0, values)
        self.data = self.comparison.settled(self)
        words = _("Somebody else has changed this article meanwhile. Nothing has been saved yet.")
        self.add_error(None, forms.ValidationError(words, code="stale"))
