from __future__ import annotations

import pytest

from articles.ingest.describe.labels import header_labels
from articles.ingest.formats import front_matter
from articles.ingest.records import Place


@pytest.mark.parametrize(
    ("header", "source", "labels"),
    [
        pytest.param(
            "categories:\n - Media\n - The Post\n - Front\nauthor: The Post",
            "The Post",
            ("Media", "Front"),
            id="section-site-channel",
        ),
        pytest.param(
            "categories:\n - Media\n - The Post - Front\nauthor: The Post - Front",
            "The Post",
            ("Media", "Front"),
            id="site-and-channel-in-one",
        ),
        pytest.param(
            "categories:\n - Media\n - The Post\n - — Weekly\nauthor: The Post",
            "The Post",
            ("Media", "Weekly"),
            id="a-channel-after-a-dash",
        ),
        pytest.param("author: The Post\nheadimg: ''", "The Post", (), id="a-dump-without-labels"),
        pytest.param("tags: [ a, b, a ]\nauthor: Ann Lee", None, ("a", "b"), id="a-person"),
        pytest.param("categories:\n - a\n -", None, ("a",), id="no-author"),
        pytest.param("title: x", None, (), id="nothing"),
        pytest.param("tags: [ L&#10;M, '&#x202e;N' ]", None, ("L M", "N"), id="not-one-line"),
        pytest.param(
            "categories:\n - The&#10;Post\nauthor: 'The Post\u200b'", "The Post", (), id="one-name"
        ),
        pytest.param("tags: [ '\u200b', '\ufe0f' ]", None, (), id="labels-of-nothing"),
        pytest.param("author: '\u200b'\nheadimg: ''", None, (), id="a-site-of-nothing"),
        pytest.param(
            "tags: [ '\ufe0f - Front' ]\nauthor: '\ufe0f - Front'",
            "\ufe0f - Front",
            (),
            id="a-channel-of-nothing",
        ),
    ],
)
def test_a_header_gives_its_source_and_the_source_s_labels(header, source, labels):
    raw = front_matter.read(f"---\n{header}\n---\n", Place("", "post"))
    found = header_labels(raw)

    assert (found.source.value if found.source else None, found.labels) == (source, labels)
