from __future__ import annotations

import atexit
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

from articles.api import usage  # noqa: E402  (there are no models before that)

# A worker that is told to end writes what it has counted; tests and commands count nothing.
atexit.register(usage.write)
