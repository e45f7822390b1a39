"""Lines that a terminal, a file or another program can take as they are."""

from __future__ import annotations

import json
import re
from typing import Any

# Characters that end a line for somebody, or that no output can carry; JSON has them escaped.
_NOT_IN_JSON_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return the text with what would end a line, colour a terminal or turn its direction shown."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, characters as they are."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_JSON_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
