"""The headings that an article is listed under."""

from __future__ import annotations

from collections.abc import Iterable

from articles.models import Article, Category
from articles.text.headings import Kind, heading, yes_or_no


class Tree:
    """The categories and what stands above each, by key."""

    def __init__(self) -> None:
        rows = Category.objects.values_list("pk", "parent", "public_id")
        self._parents: dict[int, int | None] = {}
        self._ids: dict[int, str] = {}
        for pk, parent, public_id in rows:
            self._parents[pk], self._ids[pk] = parent, public_id

    def with_above(self, pks: Iterable[int]) -> set[str]:
        """Return the public ids of categories and of all above them."""
        found: set[str] = set()
        for pk in pks:
            at: int | None = pk
            while at is not None and self._ids[at] not in found:
                found.add(self._ids[at])
                at = self._parents[at]
        return found


def places_of(article: Article, tree: Tree) -> list[str]:
    """Return the public ids of an article's source and of its categories with all above."""
    source = {article.source.public_id} if article.source else set()
    return sorted(source | tree.with_above(one.pk for one in article.categories.all()))


def headings_of(article: Article, tree: Tree) -> set[int]:
    """Return all headings of an article, out of what `for_reading` loaded."""
    credits = article.credits.all()
    named: dict[Kind, list[tuple[str, ...]]] = {
        Kind.EVERYTHING: [()],
        Kind.SOURCE: [(article.source.public_id,)] if article.source else [],
        Kind.CATEGORY: [(one,) for one in tree.with_above(c.pk for c in article.categories.all())],
        Kind.LANGUAGE: [(article.language,)],
        Kind.CREDIT: [(credit.name,) for credit in credits],
        Kind.ROLE: [(credit.role,) for credit in credits],
        Kind.CREDIT_AS: [(credit.role, credit.name) for credit in credits],
        Kind.PICTURE: [(yes_or_no(bool(article.article_images.all())),)],
        Kind.TRUNCATED: [(yes_or_no(article.truncated),)],
        Kind.DATED: [(yes_or_no(article.originally_published_at is not None),)],
    }
    return {heading(kind, *values) for kind, given in named.items() for values in given}
