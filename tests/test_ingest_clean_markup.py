from __future__ import annotations

import json

import pytest

from articles.ingest.clean.markup import bodies
from articles.ingest.formats import front_matter, page_text
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Block, BlockKind, Found, Marked, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused

PLACE = Place("", "x")


def marked(raw: RawDocument, *left_out: int) -> list[Marked]:
    blocks = [block for block in raw.blocks if block.kind is not BlockKind.HEADER]
    return [
        Marked(block, PartKind.LEFT_OUT if index in left_out else PartKind.BODY)
        for index, block in enumerate(blocks)
    ]


def body(raw: RawDocument, blocks: list[Marked]) -> tuple[str, str]:
    return bodies(raw, [blocks])[0][0]


def of_post(html: str, *left_out: int) -> tuple[str, str]:
    raw = front_matter.read(f"---\ntitle: x\n---\n{html}", PLACE)
    return body(raw, marked(raw, *left_out))


@pytest.mark.parametrize(
    ("html", "clean", "text"),
    [
        pytest.param("<p onclick=x>a</p><div>b</div>", "<p>a</p><p>b</p>", "a\nb", id="html"),
        pytest.param("<p>a<br>b<br><br>c", "<p>a<br>b</p><p>c</p>", "a\nb\nc", id="line-breaks"),
        pytest.param("<h2>a<br>b</h2>", "<h2>a<br>b</h2>", "a\nb", id="heading-of-two-lines"),
        pytest.param("a & b\nc", "<p>a &amp; b</p><p>c</p>", "a & b\nc", id="plain"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_body_is_clean_markup_and_its_text(html, clean, text):
    assert of_post(html) == (clean, text)


def test_what_was_left_out_is_in_neither():
    assert of_post("<p>a<br>b<br>c</p><p>d", 1, 3) == ("<p>a<br>c</p>", "a\nc")


def test_a_line_whose_beginning_was_left_out_begins_a_paragraph():
    assert of_post("<p>a<br>b</p>", 0) == ("<p>b</p>", "b")


def test_chunks_of_a_page_run_on_where_a_sentence_does():
    raw = page_text.read("这一句话还没有\n说完。\n下一句", PLACE)
    chunks = [Block(BlockKind.CHUNK, b.start, b.end, b.line) for b in raw.blocks]

    html, _ = body(raw, [Marked(chunk) for chunk in chunks])

    assert html == "<p>这一句话还没有说完。</p><p>下一句</p>"


def test_syntax_is_not_shown_where_a_block_has_no_markup():
    raw = RawDocument(
        PLACE,
        "front_matter",
        "utf-8",
        "*one* two\n[1]: x\n*three*",
        (
            Block(BlockKind.PARAGRAPH, 0, 9, 1),
            Block(BlockKind.PARAGRAPH, 10, 16, 2),
            Block(BlockKind.PARAGRAPH, 17, 24, 3, html="<p>three</p>"),
        ),
        syntax=((0, 1), (4, 5), (10, 16), (17, 18), (23, 24)),
    )

    assert body(raw, marked(raw))[1] == "one two\nthree"


def test_markup_that_cannot_be_proved_clean_is_refused_with_its_line():
    raw = RawDocument(
        PLACE, "x", "utf-8", "a", (Block(BlockKind.PARAGRAPH, 0, 1, 7, html="<p>" + "<b>" * 3000),)
    )

    with pytest.raises(Refused, match="unsafe_body") as refused:
        body(raw, marked(raw))

    assert refused.value.line == 7


def test_one_text_that_cannot_be_proved_clean_costs_an_export_no_other():
    items = [
        {"id": "1", "content_html": "<p>Words that are read.</p>"},
        {"id": "2", "title": "Deep", "content_html": "<ul><li>" * 250 + "words"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    data = json.dumps(feed, indent=1).encode()
    reading = read(Found(PLACE, data, len(data), ""), Known())

    assert [(one.title, one.body_text) for one in reading.articles] == [
        ("", "Words that are read."),
        ("Deep", ""),
    ]
    assert [(warning.code, warning.line) for warning in reading.warnings] == [("unsafe_entry", 11)]
    left = [p for p in reading.parts if p.reason == "unsafe_body"]
    assert [(p.kind, p.article, reading.text[p.start : p.end]) for p in left] == [
        (PartKind.LEFT_OUT, 1, "words")
    ]
