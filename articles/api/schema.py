"""What the OpenAPI description says beyond the code: how every request can be refused."""

from __future__ import annotations

from typing import Any

from articles.api.errors import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "A refusal, as RFC 9457 describes it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


TEXTS = {
    "BadRequest": "A parameter is unknown, repeated, empty or not understood.",
    "NotFound": "There is nothing at this address that readers may see.",
    "NotAcceptable": "Only JSON is spoken here.",
    "Gone": "The article was withdrawn; `detail` holds its notice.",
    "TooManyRequests": "Too many requests; `Retry-After` says in how many seconds.",
    "ServerError": "Something went wrong on this side.",
}


def with_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Add to every operation the refusals it can answer with; a hook of drf-spectacular."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {name: _response(text) for name, text in TEXTS.items()}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["responses"] |= {
                status: {"$ref": f"#/components/responses/{name}"}
                for status, name in _refusals(path).items()
            }
    return result


def _refusals(path: str) -> dict[str, str]:
    found = {
        "400": "BadRequest",
        "406": "NotAcceptable",
        "429": "TooManyRequests",
        "500": "ServerError",
    }
    if "{id}" in path:
        found["404"] = "NotFound"
    if path.endswith("/articles/{id}/"):
        found["410"] = "Gone"
    return dict(sorted(found.items()))


def _response(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
