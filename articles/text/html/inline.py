"""Text and its marks inside one block, written as the editor writes it."""

from __future__ import annotations

import re

from articles.text.html.rules import MARKS

BREAK = "<br>"
_RANK = {mark: rank for rank, mark in enumerate(MARKS)}
# White space a browser collapses; an ideographic or a hard space it does not.
_SPACES = re.compile("[ \t\n\f\r]+")
_BLANK = re.compile(r"(?:\s|&nbsp;|<br>|[\u200b\u2060\ufeff])*+")

Run = tuple[tuple[str, ...], str]


def collapsed(text: str) -> str:
    """Return escaped text with its white space as a browser would show it."""
    # Five searches for a word cost a fifth of one for a class of characters.
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing of this escaped text."""
    return _BLANK.fullmatch(text) is not None


class Line:
    """The runs of one block: text, or a break, each with the marks it stands in."""

    __slots__ = ("marks", "open", "runs")

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.open: list[str] = []
        self.marks: tuple[str, ...] = ()

    def begin(self, tag: str) -> None:
        """Open a mark, given as its whole opening tag; `""` for one that marks nothing."""
        self.open.append(tag)
        self.marks = _in_order(self.open) if len(self.open) > 1 or not tag else (tag,)

    def end(self) -> None:
        """Close the mark opened last."""
        if self.open:
            self.open.pop()
            self.marks = _in_order(self.open) if self.open else ()

    def add(self, text: str) -> None:
        text = collapsed(text)
        if text[:1] == " " and (not self.runs or self.runs[-1][1][-1] in " >"):
            text = text[1:]
        if text:
            self.runs.append((self.marks, text))

    def add_break(self) -> None:
        self._trim()
        self.runs.append((self.marks, BREAK))

    def add_raw(self, text: str) -> None:
        self.runs.append(((), text))

    def take_raw(self) -> str:
        """Return the text as it stands, line ends and all, and begin anew."""
        text = "".join(text for _, text in self.runs)
        self.runs = []
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").strip("\n")
        return "" if is_blank(text) else text

    def take(self) -> str:
        """Return the runs as markup, or nothing if no reader would see any, and begin anew."""
        runs = self.runs
        self._trim()
        while runs and runs[-1][1] == BREAK:
            runs.pop()
            self._trim()
        self.runs = []
        if not runs or is_blank("".join(text for _, text in runs)):
            return ""
        return _written(runs)

    def _trim(self) -> None:
        if self.runs and self.runs[-1][1][-1] == " ":
            marks, text = self.runs.pop()
            if text != " ":
                self.runs.append((marks, text[:-1]))


def _in_order(tags: list[str]) -> tuple[str, ...]:
    """Return the marks as the editor nests them: each once, and code with nothing but text."""
    marks = {tag[1:].split(" ", 1)[0].rstrip(">"): tag for tag in tags if tag}
    if "code" in marks:
        # The editor takes code or a link; an address is worth more than a typeface.
        marks = {"a": marks["a"]} if "a" in marks else {"code": marks["code"]}
    return tuple(marks[name] for name in sorted(marks, key=_RANK.__getitem__))


def _written(runs: list[Run]) -> str:
    if len(runs) == 1 and not runs[0][0]:
        return runs[0][1]
    first = next(index for index, run in enumerate(runs) if run[1] != BREAK)
    pieces: list[str] = []
    active: tuple[str, ...] = ()
    for marks, text in runs[first:]:
        if marks != active:
            _step(pieces, active, marks)
            active = marks
        pieces.append(text)
    _step(pieces, active, ())
    return "".join(pieces)


def _step(pieces: list[str], old: tuple[str, ...], new: tuple[str, ...]) -> None:
    kept = 0
    while kept < len(old) and kept < len(new) and old[kept] == new[kept]:
        kept += 1
    closed = reversed(old[kept:])
    pieces.extend("</a>" if tag.startswith("<a ") else f"</{tag[1:]}" for tag in closed)
    pieces.extend(new[kept:])
