"""Gives pictures that a run met the files that somebody has of them; after the articles stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from articles.ingest import collect, store
from articles.ingest.pipeline import Summary
from articles.ingest.records import Found
from articles.ingest.refusals import Refusal
from articles.models import Image


def keep_pictures(
    folders: Iterable[collect.Root], summary: Summary, is_stopped: Callable[[], bool] = bool
) -> None:
    """Give the pictures of a run's articles the files that are called as their addresses end.

    A name that several addresses or several files share is passed over: it would be a guess.
    `is_stopped` is asked before each picture; the next run goes on.
    """
    folders = list(folders)
    if summary.run is None or not folders:
        return
    files: dict[str, tuple[collect.Root, str]] = {}
    twins = set()
    for root in folders:
        for path in collect.names(root):
            name = PurePosixPath(path).name
            if files.setdefault(name, (root, path)) != (root, path):
                twins.add(name)
    wanting, shared = store.named(summary.run, files)
    summary.shared_names = len(shared | (twins & wanting.keys()))
    most = store.known().max_document_bytes
    for name, image in wanting.items():
        if is_stopped():
            summary.is_stopped = True
            break
        if name not in twins:
            _keep(image, collect.fetch(*files[name], most), summary)


def _keep(image: Image, found: Found, summary: Summary) -> None:
    if found.data is None:
        why = found.refused.reason.value if found.refused else Refusal.UNREADABLE_FILE.value
        summary.bad_pictures.append((str(found.place), why))
    elif store.keep(image, found.data):
        summary.pictures += 1
    else:
        summary.bad_pictures.append((str(found.place), ""))
