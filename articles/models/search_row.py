from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """A chunk of an article in the search index; the index keeps its tokens under this row's id.

    A row is never changed: an edited article gets new rows. What an index still holds under an id
    that is gone finds nothing, because every search joins this table.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="search_rows", verbose_name=_("article")
    )
    chunk = models.PositiveIntegerField(_("chunk"), default=0)
    rules = models.PositiveSmallIntegerField(_("version of the token rules"))

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")
        constraints = [
            models.UniqueConstraint(fields=["article", "chunk"], name="article_search_chunk_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}.{self.chunk}"
