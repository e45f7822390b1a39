"""A copy of everything readers see, kept by somebody who only follows the changes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.test import Client, RequestFactory
from rest_framework.renderers import JSONRenderer

from articles.api.serializers import ArticleSerializer
from articles.models import Article

CHANGES = "/api/v1/changes/"


class Mirror:
    """Articles by id as their addresses answered when they last changed."""

    def __init__(self, page_size: int = 3) -> None:
        self.held: dict[str, Any] = {}
        self.numbers: list[int] = []
        self._client = Client()
        self._query: dict[str, Any] = {"page_size": page_size}
        self._names = 0

    def follow(self) -> Mirror:
        """Ask until there is no more, and apply what is told."""
        while True:
            answer = self._get(CHANGES, **self._query)
            for change in answer["results"]:
                self._apply(change)
            self._query["since"] = answer["next"]
            if answer["names"] != self._names:
                self._names = answer["names"]
                self._rename()
            if not answer["has_more"]:
                return self

    def _apply(self, change: dict[str, Any]) -> None:
        if change["number"] is not None:
            self.numbers.append(change["number"])
        response = self._client.get(change["uri"])
        if response.status_code == 200:
            self.held[change["id"]] = response.json()
        else:
            assert response.status_code in {404, 410}
            self.held.pop(change["id"], None)

    def _rename(self) -> None:
        sources = {row["id"]: row["name"] for row in self._list("sources")}
        categories = {row["id"]: row["name"] for row in self._list("categories")}
        for body in self.held.values():
            if body["source"]:
                body["source"]["name"] = sources[body["source"]["id"]]
            mentioned = {one["id"] for one in body["categories"]}
            body["categories"] = [
                {"id": key, "name": name} for key, name in categories.items() if key in mentioned
            ]

    def _list(self, kind: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._get(f"/api/v1/{kind}/", page_size=100)["results"]
        return rows

    def _get(self, address: str, **query: Any) -> Any:
        response = self._client.get(address, query)
        assert response.status_code == 200, response.content
        return response.json()


def seen(at: datetime | None = None) -> dict[str, Any]:
    """Return all that readers see, out of the articles themselves, by id."""
    context = {"request": RequestFactory().get("/")}
    articles = Article.objects.published(at).for_reading()
    written = ArticleSerializer(articles, many=True, context=context).data
    return {row["id"]: row for row in json.loads(JSONRenderer().render(written))}
