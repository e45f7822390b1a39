from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import KeyScope
from articles.models.fields import JSONField

# A mark by which people and scanners of leaked secrets tell a key, and how much of one is shown.
MARK = "nr_"
SHOWN = len(MARK) + 6
RATE = r"^(?:[1-9][0-9]{0,8}/(?:sec|min|hour|day)|off)$"
DEFAULT_RATE = "600/min"


def digest_of(token: str) -> str:
    """Return what is stored of a key.

    One round of SHA-256 is enough: a key is 256 random bits, so there is nothing to guess that a
    slow hash would make dearer, while every request pays for the hash.
    """
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class ApiKey(models.Model):
    """What lets a partner's program read more often, and more. It is shown once and not kept."""

    # On what has just been made, and nowhere else.
    token = ""

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("Who uses it, and for what.")
    )
    prefix = models.CharField(_("begins with"), max_length=SHOWN, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = JSONField(_("scopes"), default=list)
    rate = models.CharField(
        _("rate"),
        max_length=20,
        default=DEFAULT_RATE,
        validators=[RegexValidator(RATE, _("Give a rate such as 600/min, or off."))],
        help_text=_("Requests in a second, minute, hour or day, such as 600/min; off for no end."),
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def renew(self) -> str:
        """Set what is kept of a new key, and return the key; the row is not saved."""
        self.token = MARK + secrets.token_hex(32)
        self.prefix, self.digest = self.token[:SHOWN], digest_of(self.token)
        return self.token

    def is_good(self, at: datetime | None = None) -> bool:
        """Whether the key opens anything at the moment `at`, now by default."""
        moment = at or timezone.now()
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)

    def may(self, scope: KeyScope) -> bool:
        """Whether the key opens this; what everybody may read, every key does."""
        return scope == KeyScope.READ or scope in self.scopes


@dataclass(frozen=True, slots=True)
class Use:
    """Requests of one key on one day."""

    key: int
    day: date
    requests: int
    not_modified: int
    throttled: int
    last_at: datetime


class KeyUseQuerySet(models.QuerySet["KeyUse"]):
    def add(self, uses: Iterable[Use]) -> None:
        """Add to what is counted; several processes may at once. Uses of no key are dropped."""
        rows = [
            (u.day, u.requests, u.not_modified, u.throttled, u.last_at, u.key)
            for u in sorted(uses, key=lambda u: (u.key, u.day))
        ]
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


class KeyUse(models.Model):
    """How much a key was used on one day (UTC); `last_at` is cut to the hour."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="uses", verbose_name=_("API key"))
    day = models.DateField(_("day"))
    requests = models.PositiveBigIntegerField(_("requests"), default=0)
    not_modified = models.PositiveBigIntegerField(_("not modified"), default=0)
    throttled = models.PositiveBigIntegerField(_("throttled"), default=0)
    last_at = models.DateTimeField(_("last used"))

    objects = KeyUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a key")
        verbose_name_plural = _("uses of keys")
        constraints = [
            models.UniqueConstraint(fields=["key", "day"], name="article_keyuse_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.key_id}: {self.day}"


# One statement a row, on both databases; the ORM's own cannot add to what is there.
_ADD = """
INSERT INTO articles_keyuse (key_id, day, requests, not_modified, throttled, last_at)
SELECT id, %s, %s, %s, %s, %s FROM articles_apikey WHERE id = %s
ON CONFLICT (key_id, day) DO UPDATE SET
  requests = articles_keyuse.requests + excluded.requests,
  not_modified = articles_keyuse.not_modified + excluded.not_modified,
  throttled = articles_keyuse.throttled + excluded.throttled,
  last_at = CASE WHEN excluded.last_at > articles_keyuse.last_at
    THEN excluded.last_at ELSE articles_keyuse.last_at END
"""
