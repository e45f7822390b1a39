"""Accounts and groups: Django's own pages, with a search that has an end."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from articles.admin.searching import PlainChangeList

admin.site.unregister([User, Group])


class Ending(admin.ModelAdmin):
    def get_changelist(self, request: HttpRequest, **options: Any) -> type[PlainChangeList]:
        return PlainChangeList


@admin.register(User)
class PersonAdmin(Ending, UserAdmin):
    pass


@admin.register(Group)
class TeamAdmin(Ending, GroupAdmin):
    pass
