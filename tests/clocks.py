"""Clocks for tests that compare answers with how long they may be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def whole_minute() -> Iterator[None]:
    """Stop the clock where a minute begins, in every module that imports this.

    Lifetimes end with the minute: else the same answer could be kept a second less.
    """
    now = datetime.now(tz=UTC).replace(second=0, microsecond=0)
    with time_machine.travel(now, tick=False):
        yield
