from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        super().ready()
        from articles.search.confirming import register  # noqa: PLC0415  (needs the models)

        connection_created.connect(register, dispatch_uid="article_holds")


class NewsroomAdminConfig(AdminConfig):
    """Django's admin on a site of its own.

    The site stands in the same package as the pages, so these wait until it is made.
    """

    default_site = "articles.admin.site.NewsroomSite"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("admin.registry")
