"""API keys: who reads by program, how often, and what more than everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin import columns, log
from articles.admin.searching import PlainChangeList
from articles.choices import KeyScope
from articles.models import ApiKey, KeyUse

# Days whose use is shown.
SHOWN = 31


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("May also"),
        choices=[(KeyScope.EMBARGOED.value, KeyScope.EMBARGOED.label)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_revoked = forms.BooleanField(
        label=_("Revoke this key"),
        required=False,
        help_text=_("It opens nothing any more from the next request on, for good."),
    )

    class Meta:
        model = ApiKey
        fields = ["name", "scopes", "rate", "expires_at"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What everybody has is no box of the form; it would always count as changed.
        self.initial["scopes"] = [s for s in self.instance.scopes if s != KeyScope.READ]

    def clean_scopes(self) -> list[str]:
        return [KeyScope.READ.value, *self.cleaned_data["scopes"]]


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    form = ApiKeyForm
    list_display = ["name", "beginning", "opens", "rate", "state", "expires_at", "last_used"]
    list_per_page = 100
    search_fields = ["name", "prefix"]
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["name"]
    actions = ["revoke"]
    readonly_fields = ["beginning", "created_by", "created_at", "revoked_at", "use"]

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[PlainChangeList]:
        return PlainChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        last = KeyUse.objects.filter(key=OuterRef("pk")).order_by("-day").values("last_at")
        return super().get_queryset(request).annotate(last_at=Subquery(last[:1]))

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        fields = list(ApiKeyForm.Meta.fields)
        if obj is None:
            return fields
        revoking = [] if obj.revoked_at else ["is_revoked"]
        return ["beginning", *fields, *revoking, *self.readonly_fields[1:]]

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Nothing of a revoked key can be changed: it stays for what it was used for."""
        is_over = obj is not None and obj.revoked_at is not None
        return not is_over and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write what the form says alone: meanwhile somebody may have revoked the key."""
        if not change:
            obj.created_by_id = request.user.pk
            obj.renew()
            super().save_model(request, obj, form, change)
            return
        obj.save(update_fields={*form.changed_data} - {"is_revoked"})
        if form.cleaned_data.get("is_revoked"):
            _revoke([obj])

    def response_add(
        self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the key, here and now: no message, session or address may carry it elsewhere."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("The key of %(name)s") % {"name": obj.name},
            "key": obj,
        }
        return TemplateResponse(request, "admin/articles/apikey/made.html", context)

    @admin.action(description=_("Revoke the selected keys"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        with transaction.atomic():
            keys = list(queryset.filter(revoked_at__isnull=True).order_by("pk"))
            number = _revoke(keys)
            log.note(request, keys, _("Revoke this key"))
        words = ngettext("%(count)s key revoked.", "%(count)s keys revoked.", number)
        self.message_user(request, words % {"count": number}, messages.SUCCESS)

    @admin.display(description=_("begins with"), ordering="prefix")
    def beginning(self, key: ApiKey) -> SafeString:
        return format_html("<code>{}…</code>", key.prefix)

    @admin.display(description=_("scopes"))
    def opens(self, key: ApiKey) -> str:
        return ", ".join(str(scope.label) for scope in KeyScope if key.may(scope))

    @admin.display(description=_("state"))
    def state(self, key: ApiKey) -> str:
        if key.revoked_at:
            return gettext("Revoked")
        return gettext("Good") if key.is_good() else gettext("Expired")

    @admin.display(description=_("last used"))
    def last_used(self, key: ApiKey) -> str:
        return columns.moment(key.last_at)  # type: ignore[attr-defined]

    @admin.display(description=_("use"))
    def use(self, key: ApiKey) -> SafeString | str:
        """Return what the key asked for, day by day; of days without use there is no row."""
        since = timezone.now().date() - timedelta(days=SHOWN)
        rows = [
            (f"{used.day}", used.requests, used.not_modified, used.throttled)
            for used in key.uses.filter(day__gt=since).order_by("-day")
        ]
        if not rows:
            return gettext("Not used in the last %(days)s days.") % {"days": SHOWN}
        return format_html(
            "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            format_html_join("", '<th scope="col">{}</th>', [(word,) for word in _headings()]),
            format_html_join(
                "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>', rows
            ),
        )


def _revoke(keys: Collection[ApiKey]) -> int:
    """Revoke the keys that nobody has revoked, for good; return how many there were."""
    good = ApiKey.objects.filter(pk__in=[key.pk for key in keys], revoked_at__isnull=True)
    return good.update(revoked_at=timezone.now())


def _headings() -> tuple[str, ...]:
    return (
        gettext("Day (UTC)"),
        gettext("Requests"),
        gettext("Answered: not modified"),
        gettext("Refused: too many"),
    )
