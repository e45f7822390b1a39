"""Pictures that a document names by a path of its site are left out, and said to be."""

from __future__ import annotations

import pytest

from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Found, Place
from tests.documents import document

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><item><guid>1</guid>'
    "<title>A boat</title><description>&lt;p&gt;A boat came in.&lt;/p&gt;&lt;img src='/1.png'&gt;"
    "</description></item></channel></rss>"
)
TOLD = "Nobody near the harbour wants more noise, said one neighbour, and the others all agreed"
PAGE = (
    "<!doctype html><html><head><title>A page of boats</title></head>\n<body><article>"
    f"<h1>A page of boats</h1>\n<p>{TOLD}.</p>\n<figure><img src='1.png'>\n"
    f"<figcaption>A boat</figcaption></figure>\n<p>{TOLD} at once.</p>\n<p>{TOLD} again.</p>"
    "</article></body></html>"
)
POST = "---\ntitle: A boat\ncover: {cover}\n---\n\nA boat came in.\n\n{more}\n\nAnother left.\n"


def pictures_missed(text: str) -> list[tuple[int | None, object]]:
    """Return the line and the number of pictures that are said to have no address."""
    data = text.encode()
    reading = read(Found(Place("in", "a"), data, len(data), "0"), Known())
    return [
        (one.line, one.params["count"])
        for one in reading.warnings
        if one.code == "picture_without_address"
    ]


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        pytest.param(document(more='<p>A <img src="a b.png"> b</p>'), [(11, 1)], id="dump"),
        pytest.param(POST.format(cover="/img/a.jpg?v=1", more=""), [(3, 1)], id="header"),
        pytest.param(POST.format(cover="", more="![A boat](../a.png)"), [(8, 1)], id="alone"),
        pytest.param(POST.format(cover="", more="B ![A](a.png) ![B](b.png)"), [(8, 2)], id="line"),
        pytest.param(FEED, [(1, 1)], id="behind the text"),
        pytest.param(PAGE, [(5, 1)], id="above a caption"),
        pytest.param(
            PAGE.replace("<head>", "<head><base href='https://q.example/'>"), [], id="base"
        ),
        pytest.param(POST.format(cover="//q.example/a.png", more=""), [], id="whole in the header"),
        pytest.param(POST.format(cover="blue", more=""), [], id="no picture in the header"),
        pytest.param(
            document(more='<p>A <img src="data:image/png;base64,AA=="></p>'), [], id="data"
        ),
        pytest.param(document(more='<p>A <img src="/p.gif" width="1"></p>'), [], id="pixel"),
        pytest.param(document(more='<p>A <img alt="b"></p>'), [], id="no address at all"),
    ],
)
def test_a_picture_without_a_whole_address_is_told_with_its_line(text, missed):
    assert pictures_missed(text) == missed
