"""Between bodies and plain lines."""

from __future__ import annotations

import re
from html import escape, unescape

from articles.text.html.clean import CleanHTML, clean_html
from articles.text.html.rules import TEXT_BLOCKS

_LINE_END = re.compile(f"</(?:{'|'.join(sorted(TEXT_BLOCKS))})>|<br>")
_TAG = re.compile("<[^>]*>")


def text_of(html: str) -> str:
    """Return the visible text of a body, a line a block, without empty lines.

    >>> text_of("<h2>One &amp; two</h2><ul><li><p>three<br>four</p></li></ul>")
    'One & two\\nthree\\nfour'
    """
    text = _TAG.sub("", _LINE_END.sub("\n", html))
    if "&" in text:
        text = unescape(text)
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def plain_to_html(text: str) -> CleanHTML:
    """Return a body with a paragraph for each line of `text` that is not empty.

    >>> plain_to_html("a < b\\n\\nc")
    '<p>a &lt; b</p><p>c</p>'
    """
    return clean_html("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))
