"""Importing this registers every page of the desk; `apps.NewsroomAdminConfig` does so once."""

from __future__ import annotations

from articles.admin import article, category, document, image, people, run, source

__all__ = ["article", "category", "document", "image", "people", "run", "source"]
