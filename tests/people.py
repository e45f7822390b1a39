"""A cast: each person is one sentence about who may do what. Fixtures of the same names."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

PEOPLE = ["anonymous", "reader", "writer", "reviewer", "publisher", "chief"]
ALL_STAFF = {"writer", "reviewer", "publisher", "chief"}
PUBLISHERS = {"publisher", "chief"}
NOBODY: set[str] = set()


def person(name: str, *groups: str, is_staff: bool = True) -> User:
    user = User.objects.create_user(name, password="correct horse", is_staff=is_staff)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def reader(db) -> User:
    """Has an account and no place in the newsroom."""
    return person("reader", is_staff=False)


@pytest.fixture
def writer(db) -> User:
    return person("writer", "Writers")


@pytest.fixture
def reviewer(db) -> User:
    return person("reviewer", "Reviewers")


@pytest.fixture
def publisher(db) -> User:
    return person("publisher", "Publishers")


@pytest.fixture
def chief(db) -> User:
    """May do everything."""
    return User.objects.create_superuser("chief", password="correct horse")


@pytest.fixture
def people(
    reader: User, writer: User, reviewer: User, publisher: User, chief: User
) -> dict[str, Client]:
    """A browser for each of the cast, and one for a stranger."""
    clients = {name: Client() for name in PEOPLE}
    for user in (reader, writer, reviewer, publisher, chief):
        clients[user.username].force_login(user)
    return clients
