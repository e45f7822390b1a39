"""Pages of lists and articles against their floors: requests a second, one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench.measure import Line, Workplace, at_least, at_most
from tests.bench.readers.served import Client, peak_memory, served
from tests.bench.readers.shelf import RARE_CATEGORY, RARE_NAME, RARE_SOURCE

LIST = "/api/v1/articles/"
PAGES = 10_000
LEAST_OF_FLOOR = 0.6
LEAST_OF_OBVIOUS = 15
LEAST_OF_NOTHING = 0.7
MOST_OF_FIRST = 1.2
MOST_OF_UNFILTERED = 1.5
MOST_MEMORY = 150
# How often each page is asked for where memory is measured.
TIMES = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, and what goes with asking for it."""

    path: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def measure(place: Workplace, empty: str, articles: int, seconds: float) -> list[Line]:
    """Fill a database, serve it and ask for pages in turns."""
    name = "readers"
    if not place.shelf.has(name):
        place.progress(f"publishing {articles:,} articles")
        place.shelf.copy(empty, name)
        place.run("readers.shelf", articles, database=name, on_copy=False)
    place.manage("collectstatic", "--noinput", database=name)
    url = place.shelf.url(name)
    with served(url, place.folder) as (client, _worker):
        asked = addresses(client, articles)
        rates: dict[str, list[float]] = {what: [] for what in asked}
        for turn in range(place.repeat):
            place.progress(f"asking for pages, {turn + 1} of {place.repeat}")
            for what, one in asked.items():
                rates[what].append(
                    client.rate(one.path, seconds, status=one.status, **dict(one.headers))
                )
    found = {what: median(some) for what, some in rates.items()}
    return [*lines(found), Line("Memory of a worker that serves", memory(place, url, asked), "MB",
                                wanted=at_most(MOST_MEMORY))]  # fmt: skip


def memory(place: Workplace, url: str, asked: Mapping[str, Asked]) -> float:
    """Return the most megabytes of a worker that is asked for the product's own pages."""
    own = [one for one in asked.values() if not one.path.startswith("/bench/")]
    with served(url, place.folder) as (client, worker):
        for _time in range(TIMES):
            for one in own:
                client.get(one.path, **dict(one.headers))
        return peak_memory(worker)


def addresses(client: Client, articles: int) -> dict[str, Asked]:
    """Return what is asked for, by name; filters by what the API itself lists."""
    first = _json(client, LIST)
    one = first["results"][0]["id"]
    _status, headers, _body = client.get(f"{LIST}{one}/")
    asked = {
        "nothing": Asked("/bench/nothing/"),
        "floor": Asked("/bench/floor/"),
        "floor, one": Asked(f"/bench/floor/{one}/"),
        "list": Asked(LIST),
        "deep": Asked(_deep(client, articles)),
        "one": Asked(f"{LIST}{one}/"),
        "not modified": Asked(f"{LIST}{one}/", 304, (("If_None_Match", headers.get("etag", "")),)),
        "obvious": Asked("/bench/obvious/"),
        "obvious, one": Asked(f"/bench/obvious/{one}/"),
    }
    return asked | {
        f"filtered by {name}": Asked(f"{LIST}?{urlencode(query)}")
        for name, query in _filters(client).items()
    }


def lines(rate: dict[str, float]) -> list[Line]:
    """Compare the rates as the bounds do."""

    def line(figure: str, ours: str, other: str, wanted: Any) -> Line:
        ratio = rate[ours] / rate[other]
        return Line(figure, rate[ours], "requests/s", rate[other], ratio, wanted)

    def slower(figure: str, ours: str, bound: float) -> Line:
        ratio = rate["list"] / rate[ours]
        return Line(figure, rate[ours], "requests/s", rate["list"], ratio, at_most(bound))

    return [
        line("List against the floor", "list", "floor", at_least(LEAST_OF_FLOOR)),
        line("List against the obvious way", "list", "obvious", at_least(LEAST_OF_OBVIOUS)),
        slower(f"Page {PAGES:,}, or the middle: times the first", "deep", MOST_OF_FIRST),
        *(
            slower(f"List {what}: times the unfiltered", what, MOST_OF_UNFILTERED)
            for what in rate if what.startswith("filtered")
        ),
        line("Article against the floor", "one", "floor, one", at_least(LEAST_OF_FLOOR)),
        line("Article against the obvious way", "one", "obvious, one", None),
        line("304 against a view that does nothing", "not modified", "nothing",
             at_least(LEAST_OF_NOTHING)),
    ]  # fmt: skip


def _deep(client: Client, articles: int) -> str:
    """Return the address of a page in the middle, or of page 10,000."""
    pages = min(PAGES, articles // 20 // 2)
    address = f"{LIST}?page_size=100"
    for _page in range(pages // 5):
        address = _path(_json(client, address)["next"])
    return address.replace("page_size=100", "page_size=20")


def _filters(client: Client) -> dict[str, dict[str, str]]:
    def ids(kind: str) -> dict[str, str]:
        found: dict[str, str] = {}
        address = f"/api/v1/{kind}/?page_size=100"
        while address:
            page = _json(client, address)
            found |= {row["name"]: row["id"] for row in page["results"]}
            address = _path(page["next"]) if page["next"] else ""
        return found

    sources, categories = ids("sources"), ids("categories")
    return {
        "a common source": {"source": sources["Source 0"]},
        "a rare source": {"source": sources[RARE_SOURCE]},
        "a common category": {"category": categories["Category 0"]},
        "a rare category": {"category": categories[RARE_CATEGORY]},
        "a rare name": {"credit": RARE_NAME},
        "language": {"language": "en"},
        "pictures": {"has_image": "false"},
        "source and category": {"source": sources["Source 1"],
                                "category": categories["Category 2"]},
        "a rare source and a common category": {"source": sources[RARE_SOURCE],
                                                "category": categories["Category 0"]},
    }  # fmt: skip


def _json(client: Client, path: str) -> Any:
    status, _headers, body = client.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}: {body[:200]!r}")
    return json.loads(body)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
