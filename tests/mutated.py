"""Bodies from a grammar of what the table allows and what it nearly allows, some of them broken.

Whoever draws decides: a seeded `Random`, or one of hypothesis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.hostile import CALL

HOSTS = """example.org a.b-c.example A.B ab--c a_b xn--fiqs8s.example 1.2.3.4 [::1] \u4f8b\u3048
    \U0001f600.example \u00df.example a\u0301 l\u00b7l a\u3002b""".split()
NO_HOSTS = """xn-- xn--a a.xn--\u00e9 XN--A 1.2.3.256 256 0x7f 1.2 a.1 1..2 a..b . .. a. .a -a [:::]
    [::1.2.3.400] a!b a&amp;b a(b) a* a~ {b} a|b a^b a%41 \ufffd \u2100 \uff0f \uff05 \uff41 \u2488
    \u3002a \u0301a a\u05d0 a1\u05d0 a\u200db \u2163 \u0661 \u00b7 \u30a0 \u034f \u115f \ufe0f
    \ue000 \U000f0000 \U000e0100 \u0378""".split()
PORTS = (":", ":0", ":8080", ":65535", ":00080")
NO_PORTS = (":65536", ":99999", ":a")
TAILS = """/ /a.png ? # ?a=b&amp;c=d #:x /[ ?[ /{ /| /% /%00 /&amp;copy; /&amp;copy=1 /\u00e9 //x
    /.. ?&amp;amp; /\ue000 /\u0301 /a:b /@""".split()
NO_TAILS = ["/\ufffd", "/a b", "/`", "/\\", "/\u200b", "/a&b", "/&#106;", "/<", "/\x01"]
RELATIVE = "a.png /a ../a ./a:b #x:y ?x:y a[ a&amp;b http \uff1a \u0301".split()
NO_RELATIVE = f"""javascript:{CALL} JavaScript:{CALL} java&#10;script:{CALL} data:text/html,x
    javascript&amp;colon;{CALL} &amp;#106;avascript:{CALL} a&amp;#58;b //a.example /\\a.example
    &amp;Tab;/ /&amp;Tab;/[ &amp;sol;&amp;sol;[ &amp;colon;//x vbscript:x x" \ufffd /\ufffd/[
    """.split()
LETTERS = "a@b.example?subject=c a@b?cc=d@e&amp;x=y \u00e9@\u00e9 a@[b] %40@b a:b@c".split()
NO_LETTERS = ["a", "@b", "a@b\ufffd", "a@", "//a@b", "a@b c"]
WORDS = [
    *("a", "b c", "\u6c49", "\u0301", "\u200b", "\u202e", "\ufeff", "\u2028", "\ufffd", "\ue000"),
    *(
        "&nbsp;",
        "&amp;",
        "&lt;",
        "&gt;",
        "&amp;lt;",
        "&amp;copy",
        "&amp;#60;",
        "\xad",
        "\U0001f600",
    ),
    *("'", "`", "=", "--", "]]", "\\", "{{x}}", f"javascript:{CALL}", f" onerror={CALL} "),
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
]
NO_WORDS = [
    *("\u00a0", "\x00", "\x0b", "\x7f", "\x85", "\ufdd0", "\ufffe", "\U0001fffe", "\t", "&#39;"),
    *("&copy;", "&", "-->", "<!--", "]]>", "</", "<svg>", "<style>", "</p>", "<br/>", '"'),
    *(f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f'" onfocus="{CALL}'),
]
MARKS = ("strong", "em", "u", "s", "sub", "sup", "code")
TAG = re.compile("<[^>]*>")


def body(random: Random) -> str:
    """Return markup of a few blocks, written as a body is, and sometimes broken in one place."""
    html = "".join(_block(random) for _ in range(random.randint(1, 3)))
    tags = list(TAG.finditer(html))
    one, other = sorted((random.choice(tags) for _ in range(2)), key=re.Match.start)
    match random.randint(0, 11):
        case 0:
            return html[: one.start()] + html[other.end() :]
        case 1:
            return html[: one.start()] + 2 * one[0] + html[one.end() :]
        case 2:
            return html[: one.end()] + other[0] + html[one.end() :]
        case 3:
            at = random.randint(0, len(html))
            return html[:at] + random.choice([*WORDS, *NO_WORDS]) + html[at:]
    return html


def _one(random: Random, allowed: Sequence[str], nearly: Sequence[str]) -> str:
    return random.choice(nearly if random.randint(0, 11) == 0 else allowed)


def _block(random: Random, depth: int = 0) -> str:
    if depth < 3 and random.randint(0, 2) == 0:
        return _container(random, depth)
    match random.randint(0, 5):
        case 0:
            return _picture(random)
        case 1:
            return _one(random, ["<hr>"], ["<hr/>", "<hr class=x>"])
        case 2:
            return f"<pre><code>{_words(random)}\n</code></pre>"
        case 3:
            caption = f"<figcaption>{_line(random)}</figcaption>"
            return f"<figure>{_picture(random)}{caption}</figure>"
    tag = _one(random, ["p", "p", "h2", "h3", "h4"], ["h1", "div", "svg"])
    return f"<{tag}>{_line(random)}</{tag}>"


def _container(random: Random, depth: int) -> str:
    block = _block(random, depth + 1)
    match random.randint(0, 3):
        case 0:
            start = _one(random, ["", ' start="3"', ' start="0"'], [' start="-0"', ' start="1.5"'])
            return f"<ol{start}><li><p></p>{block}</li></ol>"
        case 1:
            return f"<ul><li>{block}</li></ul>"
        case 2:
            return f"<blockquote>{block}</blockquote>"
    span = _one(random, ["", ' colspan="2"', ' rowspan="100"'], [' colspan="1"', " colspan=2"])
    return f"<table><tbody><tr><td{span}>{block}</td><th></th></tr></tbody></table>"


def _line(random: Random, marks: Sequence[str] = ("a", *MARKS)) -> str:
    return "".join(_inline(random, marks) for _ in range(random.randint(1, 3)))


def _inline(random: Random, marks: Sequence[str]) -> str:
    """Return words, a break or a mark; a mark holds later ones, as it should, or nearly so."""
    match random.randint(0, 6 if marks else 3):
        case 3:
            return "<br>"
        case 4 | 5:
            rank = random.randint(0, len(marks) - 1)
            return _mark(random, marks[rank], marks[rank + random.choice([1, 1, 1, 1, 0]) : -1])
        case 6:
            return _mark(random, "a", MARKS[:-1]) if "a" in marks else ""
    return _words(random)


def _mark(random: Random, mark: str, inside: Sequence[str]) -> str:
    if mark == "a":
        title = random.choice(["", "", f' title="{_words(random)}"'])
        return f'<a href="{_address(random)}"{title}>{_line(random, inside)}</a>'
    return f"<{mark}>{_line(random, inside)}</{mark}>"


def _picture(random: Random) -> str:
    alt = random.choice(["", f' alt="{_words(random)}"'])
    size = _one(random, ["", ' width="7"', ' height="99999"'], [' width="0"', ' height="1" alt=""'])
    return f'<img src="{_address(random)}"{alt}{size}>'


def _words(random: Random) -> str:
    return "".join(_one(random, WORDS, NO_WORDS) for _ in range(random.randint(1, 2)))


def _address(random: Random) -> str:
    tail = _one(random, ["", *TAILS], NO_TAILS)
    match random.randint(0, 4):
        case 0:
            return f"mailto:{_one(random, LETTERS, NO_LETTERS)}"
        case 1:
            return _one(random, RELATIVE, NO_RELATIVE) + tail
    port = _one(random, ["", "", *PORTS], NO_PORTS)
    return f"https://{_one(random, HOSTS, NO_HOSTS)}{port}{tail}"
