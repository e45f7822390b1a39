"""A log line is one line."""

from __future__ import annotations

import logging
import sys

from newsroom.logs import OneLineFormatter


def test_a_name_with_line_breaks_and_colours_stays_on_one_line():
    record = logging.LogRecord("n", 30, "f", 1, "refused %s", ("a\r\nb\x1b[31m\u2028c",), None)

    assert OneLineFormatter("%(message)s").format(record) == r"refused a\r\nb\x1b[31m\u2028c"


def test_a_traceback_is_indented_under_its_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        record = logging.LogRecord("n", 40, "f", 1, "failed", (), sys.exc_info())

    first, *rest = OneLineFormatter("%(message)s").format(record).splitlines()
    assert first == "failed"
    assert all(line.startswith("    ") for line in rest)
