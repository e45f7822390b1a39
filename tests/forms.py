"""What a browser would send of a form, read from the page itself."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

NOT_SENT = {"submit", "button", "file", "image", "reset"}


def form_on(response: Any, form: str) -> dict[str, Any]:
    """Return the fields of the form with that id, ready for `client.post`."""
    node = LexborHTMLParser(response.content.decode()).css_first(f"#{form}")
    assert node is not None, f"there is no form #{form}"
    fields: dict[str, Any] = {}
    for field in node.css("input[name], textarea[name], select[name]"):
        for value in _values(field):
            fields.setdefault(field.attributes["name"] or "", []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def _values(field: LexborNode) -> list[str]:
    attributes = field.attributes
    if field.tag == "textarea":
        # The first line end belongs to the tag; the others are sent as the protocol has them.
        return [field.text().removeprefix("\n").replace("\n", "\r\n")]
    if field.tag == "select":
        chosen = [o.attributes.get("value") or "" for o in field.css("option[selected]")]
        if chosen or "multiple" in attributes:
            return chosen
        return [o.attributes.get("value") or "" for o in field.css("option")[:1]]
    if attributes.get("type") in {"checkbox", "radio"} and "checked" not in attributes:
        return []
    return [] if attributes.get("type") in NOT_SENT else [attributes.get("value") or ""]
