from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class PlainJSONRenderer(JSONRenderer):
    """JSON in one form: an `indent` in the Accept header would make other bytes of the same URL."""

    def get_indent(self, accepted_media_type: str, renderer_context: Mapping[str, Any]) -> None:
        return None
