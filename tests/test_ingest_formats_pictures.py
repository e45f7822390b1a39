from __future__ import annotations

import pytest

from articles.ingest.formats.pictures import picture, plain_alt
from articles.text.urls import bare_url, host_of, web_url


@pytest.mark.parametrize(
    ("source", "url"),
    [
        pytest.param(' src="http://a.b/c.png"', "http://a.b/c.png", id="plain"),
        pytest.param(" src=//a.b/c.png /", "https://a.b/c.png", id="without-a-scheme"),
        pytest.param(" src='http://p.x/?http://a.b/c'", "http://a.b/c", id="proxy"),
        pytest.param(' src="s.gif" data-src="http://a.b/c"', "http://a.b/c", id="late"),
        pytest.param(' src="data:x" data-original="http://a.b/c"', "http://a.b/c", id="later"),
        pytest.param(' data-src="data:x" src="http://a.b/c"', "http://a.b/c", id="stand-in"),
        pytest.param(' src="http://a.b/c?x=1&amp;y=2"', "http://a.b/c?x=1&y=2", id="entities"),
        pytest.param(' SRC="http://a.b/c" src="http://d.e/f"', "http://a.b/c", id="twice"),
        pytest.param(' src="http://a.b/c" width="100%" height="2000"', "http://a.b/c", id="sized"),
        pytest.param(' src="http://a.b/c" width="1%"', "http://a.b/c", id="share-of-a-column"),
        pytest.param(' src="http://a.b/c" hidden style="width:100px"', "http://a.b/c", id="styled"),
    ],
)
def test_a_picture_has_the_address_it_is_loaded_from(source, url):
    shown = picture(source)

    assert shown is not None
    assert shown.url == url


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param(' src="data:image/gif;base64,AAAA"', id="in-itself"),
        pytest.param(' src="/local.png"', id="of-no-host"),
        pytest.param(' src="javascript:x"', id="script"),
        pytest.param(' src="http://a.b/c" width="1" height="1"', id="pixel"),
        pytest.param(' src="http://a.b/c" height=0', id="no-height"),
        pytest.param(' src="http://a.b/c" style="display: none"', id="hidden"),
        pytest.param(' src="http://a.b/c" style="Width:1px;height:1px"', id="styled-pixel"),
    ],
)
def test_what_shows_nothing_is_no_picture(source):
    assert picture(source) is None


@pytest.mark.parametrize(
    "alt",
    ["500", "", " ", "640 x 480", "图片1", "image", "IMG_2041", "photo.JPG", "8f2a.webp", "---"],
)
def test_words_that_no_person_wrote_are_no_alternative_text(alt):
    assert plain_alt(alt) == ""


@pytest.mark.parametrize("alt", ["The quay at dawn", "码头的清晨", "image of a quay", "5 people"])
def test_an_alternative_text_is_kept_in_one_line(alt):
    assert plain_alt(f" {alt}\n") == alt


def test_an_address_without_query_and_fragment_is_the_picture():
    assert bare_url("http://a.b/c.png?w=500#x") == "http://a.b/c.png"


@pytest.mark.parametrize("url", ["", "ftp://a.b/c", "a.b/c", "http://", "mailto:x@y"])
def test_what_is_no_web_address_is_none(url):
    assert web_url(url) == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("https://u:p@News.example:80/a", "news.example", id="all"),
        pytest.param("http://news.example?x", "news.example", id="no-path"),
        pytest.param("words", "", id="none"),
    ],
)
def test_an_address_names_its_host(url, host):
    assert host_of(url) == host
