"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.people import chief, publisher, reader, reviewer, writer

__all__ = ["chief", "publisher", "reader", "reviewer", "writer"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder with real material; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("NEWSROOM_CORPORA") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip("no real material: set NEWSROOM_CORPORA to the folder that holds seeds/")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample documents of the project itself."""
    return ROOT / "fixtures" / "documents"


@pytest.fixture(autouse=True)
def clean_surroundings(settings, tmp_path):
    """Every test has a media folder of its own, an empty cache, and fast passwords."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
