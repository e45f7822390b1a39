"""What ends a command from outside: a database, a disk or a memory that fails, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError
from django.db import DataError, Error, IntegrityError
from django.utils.translation import gettext as _

from articles.management.lines import one_line

# How PostgreSQL says that a table or a column is not there.
_UNKNOWN = {"42P01", "42703"}


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn what fails outside into a message and an exit code; `--traceback` shows where it was.

    What is stored by then is whole, and another run goes on from there.
    """
    try:
        yield
    except Error as error:
        raise CommandError(_of_database(error)) from error
    except MemoryError as error:
        raise CommandError(_("The memory ran out; what is stored is whole.")) from error
    except OSError as error:
        raise CommandError(_of_system(error)) from error


def _of_database(error: Error) -> str:
    why = one_line(str(error).strip().partition("\n")[0].rstrip("."))
    if _is_not_migrated(error):
        return _("The database is not up to date (%(why)s): run manage.py migrate.") % {"why": why}
    if isinstance(error, DataError | IntegrityError):
        return _("The database refused a value (%(why)s); please report this.") % {"why": why}
    return _("The database failed: %(why)s. What is stored is whole; run this again to go on.") % {
        "why": why
    }


def _is_not_migrated(error: Error) -> bool:
    told = str(error)
    return getattr(error.__cause__, "sqlstate", None) in _UNKNOWN or any(
        sign in told for sign in ("no such table", "no such column", "has no column named")
    )


def _of_system(error: OSError) -> str:
    why = error.strerror or str(error)
    if isinstance(error.filename, str):
        why = f"{one_line(error.filename)}: {why}"
    return _("The system failed: %(why)s. What is stored is whole; run this again to go on.") % {
        "why": why
    }
