"""What time does to an import: files that are met again, and a database that has grown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench import archive, material
from tests.bench.measure import Line, Told, Workplace, at_most, middle

MOST_OF_HASHING = 3
MOST_SLOWER = 1.2
FEW = 1_000


def again(place: Workplace, imported: str, folders: list[Path]) -> list[Line]:
    """Import unchanged documents once more, in turns with reading and hashing them."""
    runs = {
        "import again": lambda: place.run("imports", 1, *folders, database=imported),
        "hashes": lambda: place.run("again", "hashes", *folders, database=imported),
        "records": lambda: place.run("again", "records", *folders, database=imported),
    }
    told = place.alternate(runs)
    seconds = {name: middle(runs, "seconds") for name, runs in told.items()}
    ours, least, floor = (seconds[name] for name in ("import again", "hashes", "records"))
    work, reading = (middle(told[name], "processor") for name in ("import again", "hashes"))
    what = "Import again, nothing changed"
    return [
        Line(f"{what}, against reading and hashing", ours, "s", least, ours / least,
             at_most(MOST_OF_HASHING)),
        Line("The same by processor time", work, "s", reading, work / reading,
             at_most(MOST_OF_HASHING)),
        Line(f"{what}, with the run's rows in both", ours, "s", floor, ours / floor),
    ]  # fmt: skip


def measure(place: Workplace, empty: str, imported: str, documents: int, stored: int) -> list[Line]:
    """Import a thousand new documents where few and where many are stored."""
    new, first, fewer = place.folder / "new", place.folder / "first", min(FEW, documents)
    place.progress("writing documents that no database has")
    material.write(new, fewer, after=max(documents, stored))
    material.write(first, fewer)
    few, many = place.filled("few", empty, "imports", 1, first), imported
    lines = []
    if stored != documents:
        many = "many"
        lines = archive.fill(place, many, empty, stored)

    def run(name: str) -> Any:
        return lambda: place.run("imports", 1, new, database=name)

    told = place.alternate({f"import of new documents into {one}": run(one) for one in (few, many)})
    figure = f"A thousand documents at {stored:,} stored against {fewer:,}"
    return [
        *lines,
        _slower(figure, told, "seconds", fewer),
        _slower("The same by processor time", told, "processor", fewer),
    ]


def _slower(figure: str, told: dict[str, list[Told]], what: str, documents: int) -> Line:
    fast, slow = (middle(runs, what) * 1000 / documents for runs in told.values())
    return Line(figure, slow, "s", fast, slow / fast, at_most(MOST_SLOWER))
