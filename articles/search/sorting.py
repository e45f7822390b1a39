"""Has another connection sort into PostgreSQL's index what a long run of writing adds to it.

A GIN index keeps what is new in a list that every search goes through as well, until somebody's
writing makes it longer than a limit: that one sorts it into the tree, which is half of the
server's work for an article.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

INDEX = "article_search_vector"
# More than is written in a few rounds, so that who writes does not sort.
LIMIT = "64MB"
# Seconds between rounds. What is sorted in together takes less than piece by piece, and what has
# not been is what searches have to go through.
PAUSE = 1.0


@contextmanager
def sorted_beside() -> Iterator[None]:
    """Sort in, beside whoever writes here, what the index is given; at the end nothing is left.

    Where that cannot be (another database, a role that does not own the index), who writes sorts.
    """
    if not _may_sort():
        yield
        return
    is_over = threading.Event()
    sorter = threading.Thread(target=_sort_until, args=[is_over], daemon=True)
    sorter.start()
    try:
        _limit(f"SET gin_pending_list_limit = '{LIMIT}'")
        yield
    finally:
        # The connection may be what has failed, and the next is as it was.
        with suppress(DatabaseError):
            _limit("RESET gin_pending_list_limit")
        is_over.set()
        sorter.join()


def sort_in() -> int:
    """Sort in what the index has gathered; return how many pages that was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])
        return int(cursor.fetchone()[0])


def _sort_until(is_over: threading.Event) -> None:
    try:
        while not is_over.wait(PAUSE):
            sort_in()
        sort_in()
    except DatabaseError as error:
        logger.warning("Who writes sorts into the search index: %s", error)
    finally:
        connection.close()


def _may_sort() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [INDEX]
        )
        return bool(cursor.fetchone()[0])


def _limit(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
