"""What the OpenAPI description says beyond the code: how every request can be refused."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from articles.api import shapes
from articles.api.access import EMBARGO
from articles.api.errors import MEDIA_TYPE
from articles.faces.kinds import Kind

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


KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A partner's key. Everything can be read without one.",
}
PARTNERS_SEE = {"Article", "ArticleRow", "Result"}
UNTIL = {
    "type": "string",
    "format": "date-time",
    "readOnly": True,
    "description": "Not to be published before; only there with a key that may see it.",
}
TEXTS = {
    "BadRequest": "A parameter is unknown, repeated, empty or not understood.",
    "Unauthorized": "A key was sent that is not known or no longer good; none is needed.",
    "NotFound": "There is nothing at this address that readers may see.",
    "NotAcceptable": "None of the forms that are asked for is spoken here.",
    "Gone": "The article was withdrawn; `detail` holds its notice.",
    "TooManyRequests": "Too many requests; `Retry-After` says in how many seconds.",
    "ServerError": "Something went wrong on this side.",
}
ARTICLE = "/api/v1/articles/{id}/"
FACE = "The address says the form, whatever `Accept` says. `fields` and `include` are for `json`."
FORMAT = {
    "in": "path",
    "name": "format",
    "schema": {"type": "string", "enum": [kind.suffix for kind in Kind]},
    "required": True,
    "description": "The form of the answer.",
}


def with_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Add to every operation the refusals it can answer with; a hook of drf-spectacular."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {name: _response(text) for name, text in TEXTS.items()}
    components["securitySchemes"] = {"key": KEY}
    for name in PARTNERS_SEE & components["schemas"].keys():
        components["schemas"][name]["properties"][EMBARGO] = UNTIL
    shapes.loosen(components["schemas"])
    result["paths"] = _with_faces(result["paths"])
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["security"] = [{}, {"key": []}]
            operation["responses"] |= {
                status: {"$ref": f"#/components/responses/{name}"}
                for status, name in _refusals(path).items()
            }
    return result


def _with_faces(paths: dict[str, Any]) -> dict[str, Any]:
    """Add the addresses that end in a form, which drf-spectacular takes for Django's own.

    They answer what the address without an ending does, which is why they are described by it.
    """
    described = deepcopy(paths[ARTICLE])
    for operation in described.values():
        operation["operationId"] = "articles_face"
        operation["summary"] = "Read one article in one form"
        operation["description"] = FACE
        operation["parameters"].append(FORMAT)
    return dict(sorted({**paths, ARTICLE.removesuffix("/") + ".{format}": described}.items()))


def _refusals(path: str) -> dict[str, str]:
    found = {
        "400": "BadRequest",
        "401": "Unauthorized",
        "406": "NotAcceptable",
        "429": "TooManyRequests",
        "500": "ServerError",
    }
    if "{id}" in path:
        found["404"] = "NotFound"
    if "/articles/{id}" in path:
        found["410"] = "Gone"
    return dict(sorted(found.items()))


def _response(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
