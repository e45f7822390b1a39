"""The project's settings, with the views that it is compared with."""

from newsroom.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.readers.urls"
