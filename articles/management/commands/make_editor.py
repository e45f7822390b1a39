from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.management.failures import failures_told


class Command(BaseCommand):
    help = "Make an account for the admin and print its password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name to log in with.")
        parser.add_argument(
            "--group",
            default="Publishers",
            help="Writers, Reviewers or Publishers (the default: writes, reviews, publishes).",
        )

    @failures_told()
    def handle(self, *, name: str, group: str, **options: Any) -> None:
        found = Group.objects.filter(name=group).first()
        if found is None:
            known = ", ".join(Group.objects.order_by("pk").values_list("name", flat=True))
            raise CommandError(f"There is no group {group!r}; there are {known}.")
        if there := User.objects.filter(username=name).first():
            groups = ", ".join(there.groups.order_by("pk").values_list("name", flat=True))
            said = f"The account {name!r} is there already, in {groups or 'no group'}"
            self.stdout.write(f"{said}; it stays as it is.")
            self.stdout.write(f"Another one: manage.py changepassword {name}")
            return
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(name, password=password, is_staff=True)
        user.groups.add(found)
        self.stdout.write(f"Log in as {name!r} with the password {password}")
        self.stdout.write("It is not kept anywhere and will not be shown again.")
