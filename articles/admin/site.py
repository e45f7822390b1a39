"""The admin as a whole: its name, its log-in, and what caches may keep of it."""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from articles.admin.login import LoginForm
from articles.search.query import LONGEST_SEARCH
from articles.text.characters import clean_text

# More digits than any column holds; SQLite's driver fails on them.
_TOO_MANY_DIGITS = re.compile(r"\d{19}")


class NewsroomSite(AdminSite):
    """Django's admin; `apps.NewsroomAdminConfig` makes it the default."""

    login_form = LoginForm
    index_title = _("The desk")
    enable_nav_sidebar = True

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        name = settings.NEWSROOM_SITE_NAME
        return super().each_context(request) | {"site_header": name, "site_title": name}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Let caches keep nothing that saw a session: refusals and ways to the log-in included."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def answered(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            try:
                request.GET = only_text(request.GET)  # type: ignore[assignment]
                request.POST = only_text(request.POST)  # type: ignore[assignment]
                refuse_unaskable(request.GET)
                response: HttpResponse = inner(request, *args, **options)
            except (BadRequest, PermissionDenied, Http404) as error:
                response = response_for_exception(request, error)
            add_never_cache_headers(response)
            return response

        return answered


def only_text(values: QueryDict) -> QueryDict:
    """Return the values without characters that no database or feed takes."""
    cleaned = values.copy()
    for name, texts in values.lists():
        if "password" not in name:
            cleaned.setlist(name, [clean_text(text).text for text in texts])
    return cleaned


def refuse_unaskable(asked: QueryDict) -> None:
    """Refuse parameters that no database can be asked with; search boxes see to their own."""
    if len(asked.get("term", "")) > LONGEST_SEARCH:
        raise BadRequest("term")
    for name, values in asked.lists():
        if ("__" in name or name in {"pk", "id"}) and _TOO_MANY_DIGITS.search(",".join(values)):
            raise BadRequest(name)
