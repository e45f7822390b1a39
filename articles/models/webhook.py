from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ChangeKind, DeliveryFailure, WebhookState
from articles.models.category import Category
from articles.models.fields import JSONField
from articles.models.source import Source


def new_seed() -> str:
    return secrets.token_hex(16)


def all_kinds() -> list[str]:
    return list(ChangeKind.values)


class KindsField(JSONField):
    """Kinds of changes, in the order in which they are declared."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(ChangeKind.values):
            raise ValidationError(_("Give a list of kinds of changes."), code="not_kinds")

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain column, so that they never import this module."""
        name, path, args, options = super().deconstruct()
        options["default"] = list
        return name, path, args, options


class SeedField(models.CharField):  # type: ignore[type-arg]
    """What a secret is made from, together with the key of this newsroom."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"max_length": 32, "default": new_seed, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain column, so that they never import this module."""
        name, _path, _args, options = super().deconstruct()
        del options["default"]
        return name, "django.db.models.CharField", [], options


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def due(self, at: datetime, newest: int) -> Self:
        """Webhooks that something can be sent to at the moment `at`, the longest waiting first.

        `newest` is the number of the newest change.
        """
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        waiting = self.filter(free, is_active=True, next_at__lte=at, delivered__lt=newest)
        return waiting.order_by("next_at", "pk")

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them, held before their deliveries: who records one holds the webhook first."""
        list(self.select_for_update().order_by("pk").values_list("pk"))
        return super().delete()


class Webhook(models.Model):
    """An address that is told of changes, in their order, each until it says that it has it.

    Secrets are not stored: the key of this newsroom makes them from `seed`.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    url = models.CharField(
        _("address"), max_length=500, help_text=_("Where changes are sent: https://…")
    )
    kinds = KindsField(_("changes wanted"), default=all_kinds)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
        verbose_name=_("source"),
        help_text=_("Only articles of this source; empty for all."),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
        verbose_name=_("category"),
        help_text=_("Only articles in this category or under it; empty for all."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    seed = SeedField()
    former_seed = models.CharField(max_length=32, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)

    # The number of the last change that is done with: delivered, or not wanted.
    delivered = models.BigIntegerField(_("last number"), default=0, editable=False)
    # Failures in a row, since when, and when the next attempt may be.
    attempts = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    gave_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False)
    # Whoever sends to it now, and until when nobody else does.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["next_at"], name="article_webhook_due", condition=Q(is_active=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        deleted: tuple[int, dict[str, int]] = Webhook.objects.filter(pk=self.pk).delete()
        return deleted

    @property
    def state(self) -> WebhookState:
        if not self.is_active:
            return WebhookState.GAVE_UP if self.gave_up_at else WebhookState.PAUSED
        return WebhookState.FAILING if self.attempts else WebhookState.ACTIVE


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def failed(self) -> Self:
        return self.exclude(failure="")


class Delivery(models.Model):
    """One attempt to deliver a change, or a test (without a number); never what was answered."""

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    number = models.BigIntegerField(_("number"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    failure = models.CharField(
        _("failure"), max_length=20, choices=DeliveryFailure, blank=True, default=""
    )
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.number}: {self.failure or self.status}"
