"""How articles go for good: readers are told, and families go on without them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction

from articles.cards.following import forget
from articles.copies.following import leave


@transaction.atomic
def remove(pks: Collection[int], delete: Callable[[], Any]) -> Any:
    """Let articles go by `delete`, which removes their rows, and return what it returns."""
    forget(pks)
    return leave(pks, delete)
