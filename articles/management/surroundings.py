"""What a command lives in: signals, standard input, streams that somebody may have closed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NoReturn, TextIO, cast

from django.core.management import CommandError
from django.core.management.base import CommandParser, OutputWrapper
from django.db import close_old_connections
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.ingest import collect
from articles.management.lines import one_line

USAGE = 2
# What a shell shows for a program that wrote to a pipe whose reader had gone.
NOBODY_READS = 128 + signal.SIGPIPE


class Ended(KeyboardInterrupt):
    """Somebody asked to stop a second time; libraries know what to do about the base class."""


class Unwritten(Exception):
    """The report could not be written; `args` has the error that says why."""


def roots(paths: Sequence[str], *, returncode: int = USAGE) -> tuple[collect.Root, ...]:
    """Return what paths stand for, or end the command."""
    try:
        return collect.roots(paths)
    except collect.NoSuchPath as error:
        message = _("Cannot import from %(path)s: %(why)s") % {
            "path": one_line(error.path),
            "why": error.why,
        }
        raise CommandError(message, returncode=returncode) from error


def standard_input(given: Sequence[collect.Root]) -> BinaryIO | None:
    """Return standard input where it is to be read; Python has none where it was closed."""
    if collect.STANDARD_INPUT not in given:
        return None
    if sys.stdin is None:
        raise CommandError(_("Cannot import from -: standard input is closed."), returncode=USAGE)
    return sys.stdin.buffer


def require_output(stdout: OutputWrapper) -> None:
    """End a command at once whose standard output was closed: nobody would read its report."""
    if stdout._out is None:
        sys.exit(NOBODY_READS)


def write(stream: OutputWrapper, lines: Iterable[str]) -> None:
    """Write lines of a report; raises Unwritten."""
    try:
        for line in lines:
            stream.write(line)
        stream.flush()
    except OSError as error:
        raise Unwritten(error) from error


def tell(stream: OutputWrapper, lines: Iterable[str]) -> None:
    """Say something beside the report; a command does not end because nobody hears it."""
    try:
        for line in lines:
            stream.write(line, style_func=str)  # it is no error, which Django colours red
        stream.flush()
    except OSError:
        discard(stream)


def terminal(stream: OutputWrapper) -> TextIO:
    """Return what is behind a stream, which ends each line: a bar is to stay on its own."""
    behind: Any = stream._out
    return cast("TextIO", behind or stream)


def discard(stream: Any) -> None:
    """Let what a stream still holds go nowhere: Python would fail on it once more at its end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def add_every(parser: CommandParser) -> None:
    """Let a command go on, as `rounds` does it."""
    parser.add_argument(
        "--every",
        type=int,
        metavar="SECONDS",
        help="Go on until somebody stops it, and look this often; by default once.",
    )


def rounds(every: int | None, caught: Sequence[int]) -> Iterator[None]:
    """Yield once, or every so many seconds until a signal is caught."""
    if every is not None and every < 1:
        raise CommandError(_("--every must be 1 or more."), returncode=USAGE)
    yield
    while every is not None and not stopped_within(every, caught):
        close_old_connections()
        yield


def bar(total: int, unit: str, stderr: OutputWrapper) -> tqdm[NoReturn]:
    """Return a progress bar, which nobody sees who is not at a terminal."""
    return tqdm(total=total, unit=unit, file=terminal(stderr), disable=None)


def stopped_within(seconds: float, caught: Sequence[int]) -> bool:
    """Wait, and say whether somebody asked to stop meanwhile; a signal does not end a sleep."""
    ends = time.monotonic() + seconds
    while not caught and (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
    return bool(caught)


@contextmanager
def report_written(stream: OutputWrapper) -> Iterator[None]:
    """Turn a report that could not be written into a message and an exit code."""
    try:
        yield
    except Unwritten as unwritten:
        why = unwritten.args[0]
        discard(stream)
        if isinstance(why, BrokenPipeError):
            sys.exit(NOBODY_READS)
        message = _("The report cannot be written: %(why)s.") % {"why": why.strerror}
        raise CommandError(message) from why


@contextmanager
def signals(stderr: OutputWrapper) -> Iterator[list[int]]:
    """Collect the first signal that asks to stop; a second one ends the command at once.

    What is being written then is taken back, and its number is among the collected ones too. A
    third one does not even wait for that.
    """
    caught: list[int] = []
    before = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _frame: object) -> None:
        caught.append(number)
        if len(caught) > 2:
            os._exit(128 + number)
        if len(caught) == 2:
            raise Ended

    for number in before:
        signal.signal(number, stop)
    try:
        yield caught
    except Ended:
        tell(stderr, ["", _("Ended at once. What is stored is whole; run it again to go on.")])
        sys.exit(128 + caught[-1])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
