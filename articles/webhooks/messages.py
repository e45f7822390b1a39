"""What is said of a change: the same as the change feed says of it, and nothing of the article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Change
from articles.moments import written


@dataclass(frozen=True, slots=True)
class Message:
    """An id, the same at every attempt, and the JSON that is sent."""

    id: str
    body: bytes
    number: int | None = None


def of_change(change: Change) -> Message:
    path = reverse("api:article-detail", args=[change.public_id])
    said = {
        "number": change.number,
        "kind": change.kind,
        "id": change.public_id,
        "uri": f"{settings.NEWSROOM_ORIGIN}{path}",
        "at": written(change.at),
    }
    return Message(f"change-{change.number}", _json(said), change.number)


def ping(at: datetime) -> Message:
    """Return a message that tells of nothing."""
    return Message(f"ping-{int(at.timestamp())}", _json({"kind": "ping", "at": written(at)}))


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
