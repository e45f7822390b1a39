"""Text that goes into a page as markup: the only module that says so."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

from articles.faces.described import certified
from articles.web.pictures import Pictures

__all__ = ["certified", "placed", "script_json", "scrolled"]

# What could end a script element, or begin a comment in it.
_IN_SCRIPTS = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def placed(body: str, pictures: Pictures) -> SafeString:
    """Return a certified body, with its pictures, as markup.

    What is certified is markup by proof, and what `Pictures` puts into it is escaped there.
    """
    return SafeString(pictures.place(body))


def scrolled(markup: SafeString) -> SafeString:
    """Let keys reach what may be wider than a phone and scrolls by itself: code and tables.

    A certified body writes these tags in one way, and no `<` anywhere else.
    """
    for tag in ("pre", "table"):
        markup = SafeString(markup.replace(f"<{tag}>", f'<{tag} tabindex="0">'))
    return markup


def script_json(value: Any) -> SafeString:
    """Return a value as JSON that stays inside the script element around it."""
    return SafeString(json.dumps(value, ensure_ascii=False).translate(_IN_SCRIPTS))
