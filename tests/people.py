"""A cast: each person is one sentence about who may do what. Fixtures of the same names."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User


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
