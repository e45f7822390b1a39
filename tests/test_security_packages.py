"""What the project runs on is alive, or it is known and said why it stays."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Packages whose makers have stopped, each with the reason why it is still here.
STAYS = {
    "bleach": "the second opinion on bodies that the proof does not certify; nh3 cleans, and what "
    "bleach lets pass is proved again",
    "justext": "trafilatura's second opinion on a page; kept up as a fork, and what it finds only "
    "chooses among blocks that were read without it",
}
STOPPED = re.compile(
    r"Inactive|no longer maintained|not maintained|unmaintained|discontinued", re.I
)
DEPRECATED = re.compile(r"(?:package|project|library) (?:is|has been) deprecated", re.I)


def locked(path: Path) -> set[str]:
    """Return the names in a file of requirements, but those for other systems."""
    lines = path.read_text("utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==[^;]*$", line) for line in lines)
    return {match[1].lower() for match in found if match}


BASE = locked(ROOT / "requirements" / "base.txt")
RUN_TIME = sorted(
    BASE.union(*(locked(p) for p in (ROOT / "requirements").glob("*.txt") if p.name != "dev.txt"))
)


def is_stopped(name: str) -> bool:
    """Return whether a package's own metadata says that nobody looks after it."""
    about = metadata(name)
    statuses = [c for c in about.get_all("Classifier") or [] if c.startswith("Development Status")]
    text = str(about.json.get("description", ""))
    opening = f"{about['Summary']}\n{text[:1500]}"
    return bool(
        any("Inactive" in status for status in statuses)
        or STOPPED.search(opening)
        or DEPRECATED.search(opening)
    )


def test_what_runs_is_locked_by_name():
    assert {"django", "bleach", "nh3", "pillow", "djangorestframework"} <= set(RUN_TIME)


@pytest.mark.parametrize("name", RUN_TIME)
def test_a_package_that_nobody_looks_after_stays_for_a_reason(name):
    try:
        stopped = is_stopped(name)
    except PackageNotFoundError:
        assert name not in BASE  # what only an extra wants may not be installed
        return

    assert stopped == (name in STAYS)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.name
)
def test_every_package_is_locked_with_a_hash(path):
    entries = re.split(r"\n(?=\S)", path.read_text("utf-8"))

    for entry in entries:
        if re.match(r"[A-Za-z0-9]", entry):
            assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,-]+\])?==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry


def test_no_reason_outlives_its_package():
    assert set(STAYS) <= set(RUN_TIME)
