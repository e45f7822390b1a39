"""How articles go for good: readers are told, and families go on without them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction

from articles.cards.following import forget
from articles.copies.following import leave
from articles.models import Article


@transaction.atomic
def remove(pks: Collection[int], delete: Callable[[], Any]) -> Any:
    """Let articles go by `delete`, which removes their rows, and return what it returns."""
    # Before their cards, as everybody does who changes them.
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    list(rows.order_by("pk").values_list("pk"))
    forget(pks)
    return leave(pks, delete)
