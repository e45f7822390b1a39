"""Short-codes of WordPress that stand for an element: captions and embedded addresses."""

from __future__ import annotations

import pytest

from articles.ingest.formats.wxr.figures import with_figures
from tests.limits import growth
from tests.wordpress import entry, picture, post, raw

IMG = '<img src="https://a.example/p.jpg" alt="A pump" />'


@pytest.mark.parametrize(
    ("written", "html"),
    [
        pytest.param(
            f'[caption id="a" width="300"]{IMG} The <em>old</em> pump[/caption]',
            f"<figure>{IMG}<figcaption>The <em>old</em> pump</figcaption></figure>",
            id="words-behind",
        ),
        pytest.param(
            f'[wp_caption]\n<p><a href="https://a.example">{IMG}</a><br />\nWords</p>[/wp_caption]',
            f'<figure><a href="https://a.example">{IMG}</a><figcaption>Words</figcaption></figure>',
            id="a-link-and-breaks",
        ),
        pytest.param(
            f'[caption width="3" caption="Told [here] &amp; there"]{IMG}[/caption]',
            f"<figure>{IMG}<figcaption>Told [here] &amp; there</figcaption></figure>",
            id="words-in-the-tag",
        ),
        pytest.param(f"[caption]{IMG}[/caption]", f"<figure>{IMG}</figure>", id="no-words"),
        pytest.param("[caption]Words[/caption]", "[caption]Words[/caption]", id="no-picture"),
        pytest.param(f"[caption]{IMG} Words", f"[caption]{IMG} Words", id="never-closed"),
        pytest.param(f"{IMG} Words[/caption]", f"{IMG} Words[/caption]", id="never-opened"),
        pytest.param(f"[caption]{IMG}[/embed]", f"[caption]{IMG}[/embed]", id="closed-wrongly"),
        pytest.param(
            "a [embed width='3']https://a.example/?a&amp;b[/embed] b",
            'a <p><a href="https://a.example/?a&amp;b">https://a.example/?a&amp;b</a></p> b',
            id="an-address",
        ),
        pytest.param("[embed]no address[/embed]", "[embed]no address[/embed]", id="no-address"),
        pytest.param("[gallery ids='1']x[/gallery]", "[gallery ids='1']x[/gallery]", id="another"),
    ],
)
def test_a_short_code_becomes_the_element_it_stands_for(written, html):
    assert with_figures(written) == html


def test_the_words_of_a_caption_are_the_picture_s():
    document = raw(post(f"One line.\n\n[caption]{IMG} The old pump[/caption]\n\n[gallery]"))
    (figure,) = [block for block in document.blocks if block.pictures]

    assert [(one.url, one.caption) for one in figure.pictures] == [
        ("https://a.example/p.jpg", "The old pump")
    ]
    assert [(w.code, w.params["name"]) for w in document.warnings] == [("short_code", "gallery")]


def test_a_caption_that_nests_too_deep_is_no_caption():
    deep = picture("2", "https://a.example/p.jpg", parent="1", caption="<b>" * 600 + "x")

    assert [one.caption for one in entry(post("Words."), deep).pictures] == [""]


@pytest.mark.limits
def test_many_short_codes_take_no_time():
    assert len(with_figures("[caption " * 60_000 + "[/caption]" * 20_000)) == 740_000
    assert len(with_figures(f"[caption]{IMG}" * 9_000 + "[/embed]")) > 500_000


@pytest.mark.limits
@pytest.mark.parametrize("edge", [" ", "<br>", "<br ", "</p>"])
def test_the_words_of_a_caption_end_in_no_more_than_their_length(edge):
    assert growth(lambda text: with_figures(f"[caption]{IMG}a{text}b[/caption]"), edge, 65_536) < 3
