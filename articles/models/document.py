from __future__ import annotations

import hashlib
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import JSONField
from articles.models.source import Source
from articles.text.packing import pack, unpack


class Blob(models.Model):
    """Bytes as they arrived, kept compressed under their SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    data = models.BinaryField(_("bytes"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("blob")
        verbose_name_plural = _("blobs")

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def of(cls, data: bytes, sha256: str = "", packed: bytes | None = None) -> Self:
        """Return an unsaved blob of `data`; `sha256` and `packed` where the caller has them."""
        return cls(
            sha256=sha256 or hashlib.sha256(data).hexdigest(),
            size=len(data),
            data=pack(data) if packed is None else packed,
        )

    @property
    def content(self) -> bytes:
        """The bytes as they arrived, bit for bit."""
        return unpack(self.data)


class Document(models.Model):
    """A place where bytes were found, and the bytes it holds now; a place may go back."""

    root = models.CharField(_("root"), max_length=1000)
    path = models.CharField(_("path"), max_length=1000)
    member = models.CharField(_("archive member"), max_length=1000, blank=True)
    entry = models.CharField(_("entry"), max_length=500, blank=True)
    blob = models.ForeignKey(
        Blob, models.PROTECT, null=True, related_name="documents", verbose_name=_("blob")
    )
    format = models.CharField(_("format"), max_length=30, blank=True)
    encoding = models.CharField(_("encoding"), max_length=30, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("source"),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    domain = models.CharField(_("domain"), max_length=253, blank=True)
    labels = JSONField(_("labels"), default=list, blank=True)
    keywords = JSONField(_("keywords"), default=list, blank=True)
    warnings = JSONField(_("warnings"), default=list, blank=True)
    evidence = JSONField(_("evidence"), default=dict, blank=True)
    # [kind, article index or null, start, end, line, reason or null] in code points of the
    # reading text, which is read again from the blob when somebody looks.
    parts = JSONField(_("parts"), default=list, blank=True)
    boundaries = JSONField(_("possible boundaries"), default=list, blank=True)
    refusal = models.CharField(_("refusal"), max_length=40, blank=True)
    refusal_line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    refusal_detail = models.CharField(_("detail"), max_length=500, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["root", "path", "member", "entry"], name="article_document_place_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="article_document_source"),
            models.Index(fields=["refusal", "-id"], name="article_document_refusal"),
        ]

    def __str__(self) -> str:
        return "!".join(part for part in (self.path, self.member) if part)


class Origin(models.Model):
    """Which article came from which document; it outlives its article, so deleted stays deleted."""

    article = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        related_name="origins",
        verbose_name=_("article"),
    )
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="origins", verbose_name=_("document")
    )
    index = models.PositiveIntegerField(_("index in the document"))
    key = models.CharField(
        _("key"), max_length=500, blank=True, help_text=_("What an export calls the article.")
    )
    labels = JSONField(
        _("labels"),
        null=True,
        blank=True,
        help_text=_("Its own in an export; empty where the document's count."),
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=32, blank=True)
    canonical_url = models.CharField(_("canonical URL"), max_length=2000, blank=True)
    action = models.CharField(_("action"), max_length=20)
    evidence = JSONField(_("evidence"), default=dict, blank=True)
    is_current = models.BooleanField(
        _("current"),
        default=True,
        help_text=_("Whether the document's present bytes still hold this article."),
    )
    run = models.ForeignKey(
        "articles.ImportRun",
        models.SET_NULL,
        null=True,
        related_name="origins",
        verbose_name=_("run"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        ordering = ["document", "index", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "index"],
                condition=models.Q(is_current=True),
                name="article_origin_once_a_place",
            )
        ]
        indexes = [
            models.Index(fields=["fingerprint", "document"], name="article_origin_fingerprint")
        ]

    def __str__(self) -> str:
        return f"{self.document} #{self.index}"
