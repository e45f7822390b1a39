"""Who may change what, beyond Django's permission a model."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.choices import Status
from articles.models import Article

# A text that somebody has read, approved or published is changed by those who could have done so.
EDITORS = {
    Status.DRAFT: "articles.change_article",
    Status.IN_REVIEW: "articles.review_article",
    Status.APPROVED: "articles.publish_article",
    Status.PUBLISHED: "articles.publish_article",
    Status.WITHDRAWN: "articles.publish_article",
}


def may_edit(request: HttpRequest, article: Article | None) -> bool:
    """Return whether this person may change this article's text now."""
    return article is None or request.user.has_perm(EDITORS[Status(article.status)])


class ReadOnlyAdmin(admin.ModelAdmin):
    """A record of what happened: whoever may see it sees it, nobody changes it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
