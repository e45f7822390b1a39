"""Bodies that were written to stop a reader, in every format, in a process with little of all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from articles.ingest.formats import READERS
from tests.limits import allowed

pytestmark = pytest.mark.limits

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 300 * 1024 * 1024
SECONDS = 2.0
# Reads each file that is named, as the import would, and says how long that took.
READ = f"""
import json, resource, sys, time
from pathlib import Path
from articles.ingest.records import Found, Place
from articles.ingest.known import Known
from articles.ingest.workers import Orders, read_one
resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY}))
told = {{}}
def visible(words):
    return "".join("".join(words).split())
for name in sys.argv[1:]:
    data, started = Path(name).read_bytes(), time.process_time()
    reading = read_one(Found(Place("", name), data, len(data), "0" * 64), Orders(Known())).reading
    told[Path(name).name] = {{
        "seconds": time.process_time() - started,
        "format": reading.format,
        "refused": reading.refused and reading.refused.reason,
        "is_whole": reading.refused is not None
        or visible(reading.text[p.start : p.end] for p in reading.parts) == visible(reading.text),
    }}
peak = next(x for x in open("/proc/self/status") if x.startswith("VmHWM"))
memory = int(peak.split()[1]) * 1024
print(json.dumps([told, memory]))
"""


def paragraphs() -> str:
    """Return 679 KB of an article with fifty readers' comments."""
    words = "The keeper counted the steps of the tower twice and wrote both numbers down. "
    article = "".join(f"<p>{words * 20}{n}</p>" for n in range(400))
    comments = "".join(f'<div class="comment"><p>{n}: {words * 2}</p></div>' for n in range(50))
    return (article + comments)[: 679 * 1024]


BODIES: dict[str, str] = {
    "long": paragraphs(),
    "nested": "<div>" * 200_000 + "x" + "</div>" * 200_000,
    "inline": "<b>" * 200_000 + "x",
    "line": "A lighthouse needs no street. " * 35_000,
    "han": "灯塔守望着海面，" * 45_000,
    "spaces": "x" + " " * 1_000_000 + "x",
    "tables": "<table><tr><td>" * 40_000 + "x",
    "attributes": "<p " + "a=b " * 250_000 + ">x</p>",
    "open": "<" * 500_000,
    "references": "&#x41;" * 160_000,
    "digits": "9" * 1_000_000,
    "page-numbers": ("9" * 90 + "x\n") * 500,
    "pages": "上一页 12 / 34 " * 40_000,
}


def rss(body: str) -> str:
    said = f"<title>A tower</title><guid>1</guid><description>{escape(body)}</description>"
    channel = f"<channel><title>T</title><item>{said}</item></channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'


def atom(body: str) -> str:
    content = f"<content type='html'>{escape(body)}</content>"
    entry = f"<entry><id>1</id><title>A tower</title>{content}</entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{entry}</feed>"
    return f'<?xml version="1.0"?>{feed}'


def wxr(body: str) -> str:
    names = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"'
    )
    item = (
        "<item><title>A tower</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>"
        f"<wp:status>publish</wp:status><content:encoded><![CDATA[{body}]]></content:encoded></item>"
    )
    channel = f"<channel><title>T</title><wp:wxr_version>1.2</wp:wxr_version>{item}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {names}>{channel}</rss>'


def json_feed(body: str) -> str:
    item = {"id": "1", "title": "A tower", "content_html": body}
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "T", "items": [item]})


def ghost(body: str) -> str:
    post = {"id": "1", "title": "A tower", "html": body, "status": "published", "slug": "a"}
    return json.dumps({"db": [{"meta": {"version": "5.0"}, "data": {"posts": [post]}}]})


def ninjs(body: str) -> str:
    return json.dumps(
        {"uri": "tag:a.example,2021:1", "type": "text", "headline": "A tower", "body_html": body}
    )


def html_page(body: str) -> str:
    head = "<head><title>A tower</title><meta name='author' content='Ada Quill'></head>"
    article = f"<article><h1>A tower</h1>{body}</article>"
    return f"<!DOCTYPE html><html>{head}<body>{article}</body></html>"


def front_matter(body: str) -> str:
    return f"---\ntitle: A tower\n---\n{body}"


def page_text(body: str) -> str:
    return f"A tower\n\n{body}"


# What only one notation has: trees without end, strings without end, and lies about both.
OWN = {
    "rss": {
        "elements": "<?xml version='1.0'?><rss version='2.0'><channel>" + "<a>" * 200_000,
        "items": rss("x").replace("<item>", "<item/>" * 150_000 + "<item>"),
        "laughs": "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]><rss version='2.0'><channel><title>&a11;</title></channel></rss>",
        "outside": "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><title>&a;</title></channel></rss>",
    },
    "json_feed": {
        "brackets": json_feed("x")[:-1] + ', "a": ' + "[" * 200_000,
        "braces": '{"version": "https://jsonfeed.org/version/1", "items": ' + '{"a":' * 200_000,
        "escapes": json_feed("x").replace('"x"', '"' + "\\u003c" * 150_000 + '"'),
        "entries": json_feed("x")[:-2] + ', {"id": "1"}' * 60_000 + "]}",
        "number": json_feed("x")[:-1] + ', "a": ' + "9" * 500_000 + "}",
    },
    "front_matter": {
        "short-codes": front_matter("{{< x " * 100_000),
        "header": "---\n" + "a: b\n" * 100_000,
    },
    "html_page": {
        "scripts": html_page("<script>" * 60_000),
        "metas": html_page("x").replace("<head>", "<head>" + "<meta name=a content=b>" * 30_000),
        "linked-data": html_page("x").replace(
            "<head>", "<head><script type='application/ld+json'>" + "[" * 200_000 + "</script>"
        ),
    },
}  # fmt: skip
WRAPS: dict[str, Callable[[str], str]] = {
    one.__name__: one
    for one in (rss, atom, wxr, json_feed, ghost, ninjs, html_page, front_matter, page_text)
}


def test_every_format_that_is_read_is_attacked():
    assert READERS.keys() - {"paged_text"} <= {*WRAPS, "feed"}


@pytest.mark.parametrize("name", WRAPS)
def test_hostile_bodies_are_read_or_refused_in_two_seconds_and_little_memory(tmp_path, name):
    texts = {kind: WRAPS[name](body) for kind, body in BODIES.items()} | OWN.get(name, {})
    for kind, text in texts.items():
        (tmp_path / kind).write_text(text, "utf-8")

    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, sorted(tmp_path.iterdir()))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS * 10 * len(texts),
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told, memory = json.loads(done.stdout)
    assert told.keys() == texts.keys()
    most = allowed(SECONDS)
    assert {kind: one for kind, one in told.items() if one["seconds"] > most} == {}
    assert {kind for kind, one in told.items() if not one["is_whole"]} == set()
    assert memory < MEMORY
    assert "root:x:" not in done.stdout
