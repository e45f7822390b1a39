"""A log line is one line, whatever a file name or a title holds."""

from __future__ import annotations

import logging
import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters of the message; a traceback keeps its own lines, indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        record.message = CONTROL.sub(lambda m: repr(m[0])[1:-1], record.message).replace(
            "\n", "\\n"
        )
        return super().formatMessage(record)

    def formatException(self, ei) -> str:  # type: ignore[no-untyped-def]  # noqa: N802
        return "\n".join(f"    {line}" for line in super().formatException(ei).splitlines())
