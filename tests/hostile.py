"""Attacks that stored text has made on other systems, and a page that notices when one works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

CALL = "window.__xss()"
# What runs in a page calls this; where the policy stops it, the console says so.
SENTINEL = (
    "window.__ran = 0; window.__xss = () => { window.__ran += 1 }; window.alert = window.__xss"
)

ATTACKS = [
    f"<script>{CALL}</script>",
    f"</script><script>{CALL}</script>",
    f"<script src=data:text/javascript,{CALL}></script>",
    f'<script type="module">{CALL}</script>',
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<img src=x onerror={CALL}>",
    f"<img src=x onerror='{CALL}' //>",
    f'"><img src=x onerror={CALL}>',
    f"'><img src=x onerror={CALL}>",
    f'x" onerror="{CALL}" y="',
    f'" autofocus onfocus="{CALL}" x="',
    f"' autofocus onfocus='{CALL}' x='",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f'<svg><a xlink:href="javascript:{CALL}"><text y=20>x</text></a></svg>',
    f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}></style>",
    f"<math><mi><mglyph><svg><mtext><style><path id='</style><img src=x onerror={CALL}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<textarea><p title='</textarea><img src=x onerror={CALL}>'>",
    f"</textarea><img src=x onerror={CALL}>",
    f"</title><img src=x onerror={CALL}>",
    f"</style><img src=x onerror={CALL}>",
    f"</pre></div></details><img src=x onerror={CALL}>",
    f"--><img src=x onerror={CALL}>",
    f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{CALL}</script>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<iframe src=javascript:parent.{CALL}></iframe>",
    f"<object data=data:text/html,<script>parent.{CALL}</script>></object>",
    f"<embed src=javascript:{CALL}>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<video src=x onerror={CALL}></video>",
    f"<video><source onerror={CALL}></video>",
    f"<body onload={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<base href='javascript:/a/-{CALL}//'><a href=x>x</a>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
    f"<a href='javascript:{CALL}'>x</a>",
    f"<a href='java\tscript:{CALL}'>x</a>",
    f"<a href='&#1;javascript:{CALL}'>x</a>",
    f"[x](javascript:{CALL})",
    f"<a href=' data:text/html,<script>opener.{CALL}</script>'>x</a>",
    f"<style>@import 'x';*{{background:url(javascript:{CALL})}}</style>",
    f"<p style='background:url(javascript:{CALL})'>x</p>",
    f"<table background=javascript:{CALL}><td>x</table>",
    f"<a><a id=a name=__ran href='#'>x</a></a><img name=__xss src=x onerror={CALL}>",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}",
    f"\u2028{CALL}//",
    f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"&#60;img src=x onerror={CALL}&#62;",
    f"%3Cimg src=x onerror={CALL}%3E",
    f"<!--<img src='--><img src=x onerror={CALL}//'>",
    f"<?xml version='1.0'?><script xmlns='http://www.w3.org/1999/xhtml'>{CALL}</script>",
    f"<xmp><p title='</xmp><img src=x onerror={CALL}>'>",
    f"<template><img src=x onerror={CALL}></template>",
    f"<div><template shadowrootmode=open><img src=x onerror={CALL}></template></div>",
]


def collected(folder: Path) -> Iterator[str]:
    """Yield the attacks of a folder of real material."""
    hostile = folder / "corpora" / "hostile"
    yield from (
        one["payload"] for one in json.loads((hostile / "html_payloads.json").read_text("utf-8"))
    )
    yield from (hostile / "xss_lines.txt").read_text("utf-8").split("\n")
    yield from json.loads((hostile / "naughty_strings.json").read_text("utf-8"))
    for one in json.loads((hostile / "urls.json").read_text("utf-8")):
        if isinstance(one, dict):
            yield f'<a href="{one["input"]}">x</a><img src="{one["input"]}">'
