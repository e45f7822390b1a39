"""How the database itself says that it goes about the statements of a request."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

# One row or more for each article, version or change.
GROWING = {
    "article_search",
    "articles_article",
    "articles_article_categories",
    "articles_articleimage",
    "articles_card",
    "articles_change",
    "articles_copy",
    "articles_credit",
    "articles_image",
    "articles_listed",
    "articles_passage",
    "articles_revision",
    "articles_searchrow",
    "articles_searchword",
}
# Rows: a page, its neighbours, and what hangs on them.
FEW = 250
# Instructions of SQLite's machine, which does not tell how many rows it reads; in hundreds.
LITTLE = 60
# Tables of tests would fit into so few pages that PostgreSQL reads them whole sooner than by keys.
_AT_SIZE = ("seqscan", "hashjoin", "mergejoin", "material")
_SQLITE = re.compile(
    r"(?P<way>SCAN|SEARCH) (?P<name>\w+)"
    r"(?: USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (?P<index>\w+)"
    r"| USING (?P<key>INTEGER PRIMARY KEY)| (?P<virtual>VIRTUAL TABLE) INDEX \S+)?"
)
_NAMED = re.compile(r'(?:FROM|JOIN|,) "?(articles_\w+|article_search)"? (?:AS )?"?(\w+)"?')
_WORDS = {"ON", "WHERE", "INNER", "LEFT", "CROSS", "JOIN", "ORDER", "GROUP", "LIMIT", "UNION"}


@dataclass(frozen=True, slots=True)
class Step:
    """A table or index that is read; `index` is empty where it is the table itself.

    `is_whole` says that it is read from one end, and to no near end.
    """

    table: str
    index: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How a statement is gone about; `sorts` says that more than a few rows are sorted."""

    steps: list[Step]
    sorts: bool
    text: str

    @property
    def indexes(self) -> set[str]:
        """What leads into tables that grow."""
        return {step.index for step in self.steps if step.table in GROWING}

    @property
    def whole(self) -> list[Step]:
        return [step for step in self.steps if step.is_whole and step.table in GROWING]


def asked(client: Client, url: str, status: int = 200) -> list[tuple[str, Any]]:
    """Return every statement of a request, with its values."""
    found: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        answer = client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == status, content
    return [one for one in found if one[0].lstrip("( \n").startswith(("SELECT", "WITH"))]


def plan(sql: str, values: Any) -> Plan:
    """Return how the database goes about a statement, which it runs once more for that."""
    if connection.vendor == "sqlite":
        return _of_sqlite(sql, values)
    with connection.cursor() as cursor:
        for way in _AT_SIZE:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        ((root,),) = cursor.fetchone()
    nodes = list(_nodes(root["Plan"]))
    sorts = any(node["Node Type"] == "Sort" and _rows(node["Plans"][0]) > FEW for node in nodes)
    return Plan(list(_steps(nodes)), sorts, json.dumps(root, indent=1))


def _of_sqlite(sql: str, values: Any) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        lines = [row[-1] for row in cursor.fetchall()]
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        tables = dict(cursor.fetchall())
    is_long = _work(sql, values) > LITTLE
    names = {alias: table for table, alias in _NAMED.findall(sql) if alias not in _WORDS}
    steps = []
    for match in filter(None, map(_SQLITE.match, lines)):
        index = match["index"] or match["key"] or match["virtual"] or ""
        table = tables.get(index) or names.get(match["name"]) or str(match["name"])
        is_whole = match["way"] == "SCAN" and not match["virtual"] and is_long
        steps.append(Step(table, index, is_whole))
    text = "\n".join(lines)
    # Where only the right part of an order is sorted, those are the few that tie on the left.
    return Plan(steps, is_long and bool(re.search("TEMP B-TREE FOR (?!RIGHT)", text)), text)


def _work(sql: str, values: Any) -> int:
    """Return how many hundred instructions SQLite's machine needs for a statement."""
    done = itertools.count()
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: next(done) < 0, 100)
    with connection.cursor() as cursor:
        cursor.execute(sql, values).fetchall()
    connection.connection.set_progress_handler(None, 0)
    return next(done)


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for under in node.get("Plans", []):
        yield from _nodes(under)


def _steps(nodes: list[dict[str, Any]]) -> Iterator[Step]:
    for node in nodes:
        if node["Node Type"] == "Bitmap Heap Scan":
            for under in _nodes(node):
                if "Index Name" in under:
                    yield Step(node["Relation Name"], under["Index Name"], is_whole=False)
        elif "Relation Name" in node:
            is_whole = "Index Cond" not in node and _rows(node) > FEW
            yield Step(node["Relation Name"], node.get("Index Name", ""), is_whole)


def _rows(node: dict[str, Any]) -> float:
    """Return how many rows were read, those that were passed over too."""
    passed = sum(rows for name, rows in node.items() if name.startswith("Rows Removed"))
    return float((node["Actual Rows"] + passed) * node["Actual Loops"])
