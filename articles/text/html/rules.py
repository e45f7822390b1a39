"""What a body may carry: one table, read by the cleaner, the proof and the editor alike.

Raise `RULES_VERSION` whenever a body that was certified before might not be now, or would come
out different: rows keep the version that certified them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

RULES_VERSION: Final = 2

# Longest real body seen was 0.7 MB, fifty reader comments included.
MAX_HTML_CHARS: Final = 2_000_000
# Deepest real body seen was 31; parsers turn quadratic on depth.
MAX_NESTING: Final = 256
MAX_ATTRIBUTES: Final = 128

# No `rel` and no `target`: a link opens where its reader is, so there is no opener to hide.
# No `class`, `style` or `id`: the look of a page belongs to its templates.
ATTRIBUTES: Final = MappingProxyType(
    {
        "a": ("href", "title"),
        "img": ("src", "alt", "width", "height"),
        "ol": ("start",),
        "td": ("colspan", "rowspan"),
        "th": ("colspan", "rowspan"),
    }
)
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
PICTURE_SCHEMES: Final = frozenset({"http", "https"})

# In the order in which the editor nests them, outermost first.
MARKS: Final = ("a", "strong", "em", "u", "s", "sub", "sup", "code")
TEXT_BLOCKS: Final = frozenset({"p", "h2", "h3", "h4", "figcaption", "pre"})
BLOCKS: Final = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "hr", "figure", "img", "table"}
)
_INLINE: Final = frozenset({*MARKS, "br"})
# A mark holds only marks that come after it, so that none stands in its like: a parser ends a
# link where another begins. Code stands alone.
_IN_MARK: Final = {
    mark: frozenset({*MARKS[rank + 1 :], "br"} - {"code"}) for rank, mark in enumerate(MARKS)
}

# Which tag may stand directly in which; `""` is the body itself.
CONTENT: Final = MappingProxyType(
    {
        "": BLOCKS,
        "blockquote": BLOCKS,
        "li": BLOCKS,
        "td": BLOCKS,
        "th": BLOCKS,
        "ul": frozenset({"li"}),
        "ol": frozenset({"li"}),
        "figure": frozenset({"img", "figcaption"}),
        "table": frozenset({"tbody"}),
        "tbody": frozenset({"tr"}),
        "tr": frozenset({"td", "th"}),
        "p": _INLINE,
        "h2": _INLINE,
        "h3": _INLINE,
        "h4": _INLINE,
        "figcaption": _INLINE,
        "pre": frozenset({"code"}),
        **_IN_MARK,
    }
)
VOID: Final = frozenset({"br", "hr", "img"})
TAGS: Final = frozenset({*CONTENT, *VOID} - {""})

# Other names for what the table holds. A renamed tag keeps its attributes.
RENAMED: Final = MappingProxyType(
    {
        "b": "strong",
        "i": "em",
        "ins": "u",
        "del": "s",
        "strike": "s",
        "kbd": "code",
        "samp": "code",
        "tt": "code",
        "h1": "h2",
        "h5": "h4",
        "h6": "h4",
        "dir": "ul",
        "menu": "ul",
    }
)
# Blocks that mean no more here than *a new paragraph begins*.
PLAIN_BLOCKS: Final = frozenset(
    """address article aside center dd details dialog div dl dt fieldset footer form header hgroup
    legend main nav search section summary""".split()
)
# Kept until the table's shape is known, then gone.
TABLE_PARTS: Final = frozenset({"caption", "thead", "tfoot"})
# Never text for a reader, or text only where the element itself does not work.
DROPPED_WITH_CONTENT: Final = frozenset(
    """audio canvas datalist iframe math noembed noframes noscript object script select style svg
    template textarea title video""".split()
)

# The editor that can write exactly this table: for `ProseEditorFormField(extensions=...)`.
EDITOR_EXTENSIONS: Final[dict[str, object]] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "CodeBlock": {"languageClassPrefix": None},
    "Link": {"enableTarget": False, "protocols": sorted(LINK_SCHEMES)},
    "Image": True,
    "Figure": True,
    "Caption": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "SpecialCharacters": True,
}
