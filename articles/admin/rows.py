"""The forms of what hangs on an article: a row each, in an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.uploads import PictureField, picture_of
from articles.choices import ImageRole
from articles.models import ArticleImage


class RowForm(forms.ModelForm):
    """A row whose place may be left open."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "position" in self.fields:
            self.fields["position"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "position" in values and values["position"] is None:
            values["position"] = self.instance.position
        return values


class PictureForm(RowForm):
    """One use of a picture: one that is here already, or one that is uploaded now."""

    upload = PictureField()

    class Meta:
        model = ArticleImage
        fields = ["image", "role", "position", "alt", "caption", "credit"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "image" in self.fields:
            self.fields["image"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_named = values.get("image") or values.get("upload") or "upload" in self.errors
        if "image" in self.fields and not is_named:
            self.add_error("image", _("Choose a picture or upload one."))
        return values

    def save(self, commit: bool = True) -> ArticleImage:  # noqa: FBT001, FBT002  (Django's)
        if upload := self.cleaned_data.get("upload"):
            self.instance.image = picture_of(upload)
        use: ArticleImage = super().save(commit)
        return use


class InOrder(forms.BaseInlineFormSet):
    """New rows stand behind the others unless somebody gave them a place."""

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        if not form.cleaned_data.get("position"):
            before = [*(f.instance for f in self.initial_forms), *self.new_objects]
            form.instance.position = max((row.position for row in before), default=-1) + 1
        return super().save_new(form, commit)


class OneLead(InOrder):
    """The pictures of an article, one of which leads."""

    def clean(self) -> None:
        super().clean()
        leads = [
            form
            for form in self.forms
            if form.cleaned_data.get("role") == ImageRole.LEAD
            and not form.cleaned_data.get("DELETE")
        ]
        if len(leads) > 1:
            raise forms.ValidationError(_("Only one picture can lead."), code="two_leads")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  (Django's)
        """Save the rows, after those that no longer lead have made room."""
        leaving = [
            form.instance.pk
            for form in self.initial_forms
            if form.initial.get("role") == ImageRole.LEAD and form.has_changed()
        ]
        ArticleImage.objects.filter(pk__in=leaving).update(role=ImageRole.INLINE)
        return super().save(commit)
