"""What a generator (Hugo, Hexo, Jekyll) puts something else for: kept as text, and reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.records import Warn

MOST_NAMED = 50

# Nothing in it is Markdown. What stands for a value has a dot or room: `{{a}}` is a formula too.
SHORT_CODE = re.compile(
    r"\{\{(?P<sign>[<%])[ \t]*/?[ \t]*(?P<name>[\w./-]{1,60})[^{}]*+(?<=[>%])\}\}"
    r"|\{%-?[ \t]*(?P<tag>\w{1,60})[^{}]*+(?<=%)\}"
    r"|\{\{-?[ \t]*(?P<value>[A-Za-z_][\w-]{0,60}\.[\w.-]{1,60}|(?<=[ \t])[\w\"'][\w.\"'-]{0,60})"
    r"[^{}]*+\}\}"
)
_FENCE = re.compile(r"[ \t>*+-]*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]++\1(?!`)")


def short_codes(body: str, line: int) -> Iterator[Warn]:
    """Yield a warning for each name of a short-code, with its first line and how often it is.

    In code it is shown, not meant.
    """
    if "{{" not in body and "{%" not in body:
        return
    body = _CODE.sub("", "\n".join(without_fences(body)))
    found: dict[str, list[int]] = {}
    counted = 0
    for code in SHORT_CODE.finditer(body):
        line += body.count("\n", counted, code.start())
        counted = code.start()
        found.setdefault(code["name"] or code["tag"] or code["value"], []).append(line)
    for name, lines in list(found.items())[:MOST_NAMED]:
        yield Warn("short_code", line=lines[0], params={"name": name, "count": len(lines)})


def without_fences(body: str) -> Iterator[str]:
    """Yield each line, those of code between fences as blank ones."""
    fence = ""
    for line in body.split("\n"):
        found = _FENCE.match(line.rstrip())
        if not fence and found is None:
            yield line
            continue
        yield ""
        if not fence and found:
            fence = found["marks"]
        elif found and found["marks"].startswith(fence) and not found["info"]:
            fence = ""
