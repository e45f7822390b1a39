"""Secrets and signatures, as Standard Webhooks has them (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime

from django.utils.crypto import salted_hmac

from articles.models import Webhook

# So that a secret is known for one when it turns up where it should not.
PREFIX = "whsec_"


def secret(seed: str) -> str:
    """Return the secret that a receiver keeps; another key of this newsroom makes another."""
    return PREFIX + _text(_key(seed))


def seeds_of(webhook: Webhook, at: datetime) -> list[str]:
    """Return the seeds of all secrets that are valid at the moment `at`, the newest first."""
    is_former_valid = webhook.former_until is not None and webhook.former_until > at
    return [webhook.seed, webhook.former_seed] if is_former_valid else [webhook.seed]


def headers(message: str, body: bytes, seeds: Sequence[str], at: datetime) -> dict[str, str]:
    """Return the headers that sign a message; `message` is its id."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message}.{timestamp}.".encode() + body
    signatures = (hmac.digest(_key(seed), signed, "sha256") for seed in seeds)
    return {
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_text(one)}" for one in signatures),
    }


def _key(seed: str) -> bytes:
    return salted_hmac("articles.webhooks", seed, algorithm="sha256").digest()


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")
