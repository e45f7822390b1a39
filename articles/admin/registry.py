"""Importing this registers every page of the desk; `apps.NewsroomAdminConfig` does so once."""

from __future__ import annotations

from articles.admin import (
    api_key,
    article,
    category,
    conflict,
    document,
    image,
    learned_line,
    people,
    run,
    source,
    source_label,
    webhook,
)

__all__ = [
    "api_key",
    "article",
    "category",
    "conflict",
    "document",
    "image",
    "learned_line",
    "people",
    "run",
    "source",
    "source_label",
    "webhook",
]
