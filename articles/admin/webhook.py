"""Webhooks: who is told of changes, how that goes, and the secret that is shown once."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import words
from articles.admin import columns, log
from articles.admin.lists import LongList
from articles.choices import ChangeKind, DeliveryFailure, WebhookState
from articles.models import Counter, Delivery, Webhook
from articles.outbound import Unanswered, Way, target_of
from articles.webhooks import claims, signing
from articles.webhooks.delivering import AT_ONCE, ping
from articles.webhooks.sending import Result
from articles.webhooks.wanted import newest

# Attempts that a webhook's page shows.
MOST_SHOWN = 50
FAILURES = dict(DeliveryFailure.choices)
# The colours of the statuses of articles, which people know.
COLOURS = {
    WebhookState.ACTIVE: "published",
    WebhookState.FAILING: "in_review",
    WebhookState.GAVE_UP: "withdrawn",
    WebhookState.PAUSED: "draft",
}


class WebhookForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("Changes wanted"),
        choices=ChangeKind.choices,
        initial=ChangeKind.values,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "kinds", "source", "category", "is_active"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            target_of(url, allow_http=settings.NEWSROOM_OUTGOING_HTTP)
        except Unanswered:
            words = _("Give an address such as https://hooks.example.org/changes: %(rule)s")
            rule = _("a host's name, no port of its own, no name or password in it.")
            raise forms.ValidationError(words % {"rule": rule}, code="unaskable") from None
        return url


@admin.register(Webhook)
class WebhookAdmin(LongList):
    form = WebhookForm
    autocomplete_fields = ["source", "category"]
    list_display = ["name", "standing", "place", "delivered", "behind", "failed"]
    list_per_page = 50
    sortable_by = []
    actions = ["send_test", "switch_on"]
    change_form_template = "admin/articles/webhook/change_form.html"
    # How tests leave the house.
    way: ClassVar[Way | None] = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        last = Delivery.objects.filter(webhook=OuterRef("pk")).failed().order_by("-pk")
        changes = Counter.objects.filter(pk=Counter.CHANGES).values("number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest=Coalesce(Subquery(changes), 0),
                failure=Subquery(last.values("failure")[:1]),
                failure_status=Subquery(last.values("status")[:1]),
                failed_at=Subquery(last.values("at")[:1]),
            )
        )

    @admin.display(description=_("state"))
    def standing(self, webhook: Webhook) -> SafeString:
        if webhook.state is not WebhookState.FAILING:
            return badge(webhook.state)
        again = gettext("next attempt %(when)s") % {"when": columns.moment(webhook.next_at)}
        return columns.lines(badge(webhook.state), again)

    @admin.display(description=_("address"))
    def place(self, webhook: Webhook) -> SafeString:
        return format_html('<span class="long">{}</span>', webhook.url)

    @admin.display(description=_("changes behind"))
    def behind(self, webhook: Webhook) -> int:
        return max(0, int(webhook.newest) - webhook.delivered)  # type: ignore[attr-defined]

    @admin.display(description=_("last failure"))
    def failed(self, webhook: Any) -> SafeString | str:
        if not webhook.failure:
            return columns.EMPTY
        why = said(webhook.failure, webhook.failure_status)
        return columns.lines(why, columns.moment(webhook.failed_at))

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write what the form says alone: meanwhile somebody may be sending to it."""
        if not change:
            obj.delivered = newest()
            super().save_model(request, obj, form, change)
            return
        obj.save(update_fields=form.changed_data)
        if obj.is_active and {"is_active", "url"} & {*form.changed_data}:
            claims.switch_on([obj])

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._secret(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        if (webhook := options.get("obj")) is not None:
            context |= {
                "badge": badge(webhook.state),
                "behind": self.behind(webhook),
                "former_until": webhook.former_until,
                "journal": [
                    (one, said(one.failure, one.status))
                    for one in webhook.deliveries.all()[:MOST_SHOWN]
                ],
            }
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.act_view)
        return [path("<int:pk>/act/", view, name="articles_webhook_act"), *super().get_urls()]

    @method_decorator(require_POST)
    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button said that was pressed on a webhook's page."""
        webhook = self.get_object(request, str(pk))
        if webhook is None or not self.has_change_permission(request, webhook):
            raise PermissionDenied
        chosen = request.POST.get("_act", "")
        if chosen == "rotate":
            claims.rotate(webhook)
            log.note(request, [webhook], _("New secret"))
            return self._secret(request, webhook)
        one = Webhook.objects.filter(pk=pk)
        if chosen == "test":
            self.send_test(request, one)
        elif chosen == "on":
            self.switch_on(request, one)
        else:
            self.message_user(request, gettext("There is no such step."), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:articles_webhook_change", args=[pk]))

    @admin.action(description=_("Send a test"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        chosen = list(queryset.order_by("name")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            most = gettext("Choose at most %(number)s webhooks at once.") % {"number": AT_ONCE}
            self.message_user(request, most, messages.ERROR)
            return
        for webhook, result in ping(chosen, self.way):
            level = messages.WARNING if result.failure else messages.SUCCESS
            self.message_user(request, told(webhook, result), level)

    @admin.action(description=_("Switch on again"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        chosen = list(queryset.order_by("name"))
        number = claims.switch_on(chosen)
        log.note(request, chosen, _("Switch on again"))
        words = ngettext(
            "%(count)s webhook goes on where it stopped.",
            "%(count)s webhooks go on where they stopped.",
            number,
        )
        self.message_user(request, words % {"count": number}, messages.SUCCESS)

    def _secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """Show a webhook's secret, which no other page does."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Secret"),
            "subtitle": str(webhook),
            "opts": self.opts,
            "webhook": webhook,
            "secret": signing.secret(webhook.seed),
            "former_until": webhook.former_until,
        }
        return TemplateResponse(request, "admin/articles/webhook/secret.html", context)


def badge(state: WebhookState) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', COLOURS[state], state.label)


def said(failure: str, status: int | None) -> str:
    """Return what came of an attempt in words."""
    if not failure:
        return str(status)
    why = words.said(FAILURES, failure)
    return f"{status}: {why}" if status else why


def told(webhook: Webhook, result: Result) -> str:
    if result.failure is None:
        words = gettext("%(name)s took the test after %(number)s milliseconds.")
        return words % {"name": webhook, "number": result.milliseconds}
    why = said(result.failure, result.status)
    return gettext("%(name)s did not take the test: %(why)s.") % {"name": webhook, "why": why}
