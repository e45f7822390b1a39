from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """An article in the search index, or a part of a very long one.

    The index keeps the tokens under this row's id, which `articles.search.rows` gives. A row is
    never changed: an edited article gets another. What an index still holds under an id that is
    gone finds nothing, because every search joins this table.
    """

    id = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="search_rows", verbose_name=_("article")
    )
    part = models.PositiveIntegerField(_("part"), default=0)
    parts = models.PositiveIntegerField(_("parts"), default=1)
    rules = models.PositiveSmallIntegerField(_("version of the token rules"))
    # Of the words that the row was made of.
    digest = models.BigIntegerField()

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")
        constraints = [
            models.UniqueConstraint(fields=["article", "part"], name="article_search_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}.{self.part}"


class SearchWord(models.Model):
    """A word that some article has held, for whoever typed one like it.

    Drafts' words are among them: a reader is told of one only after it has been found in an
    article that readers see, and none keeps another from being told.
    """

    word = models.CharField(max_length=24, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
