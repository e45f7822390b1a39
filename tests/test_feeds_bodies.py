"""The whole text of an article as it can be read away from this host."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.choices import ImageRole
from articles.models import ArticleImage
from articles.text.html import clean_html
from articles.web.feeds.bodies import absolute
from tests.builders import make_published, shown
from tests.pictures import keep_image

BASE = "https://news.example/articles/bcdfghjkmnpq/words/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("/sections/x/", "https://news.example/sections/x/", id="host"),
        pytest.param("other/", f"{BASE}other/", id="beside"),
        pytest.param("#notes", f"{BASE}#notes", id="place"),
        pytest.param("?page=2&amp;x=1", f"{BASE}?page=2&amp;x=1", id="query"),
        pytest.param("https://post.example/a?b&amp;c", "https://post.example/a?b&amp;c", id="web"),
        pytest.param("mailto:desk@news.example", "mailto:desk@news.example", id="mail"),
        pytest.param("/[", "https://news.example/[", id="bracket"),
    ],
)
def test_every_address_stands_by_itself(address, expected):
    body = f'<p><a href="{address}">on</a></p>'

    assert absolute(body, BASE) == f'<p><a href="{expected}">on</a></p>'


def test_an_address_that_cannot_be_read_stays_as_it_is():
    body = '<p><a href="https://[::1/a">on</a></p>'

    assert absolute(body, BASE) == body


def test_what_only_looks_like_an_attribute_is_text():
    body = '<p>Write <code>&lt;a href="/x"&gt;</code> or src="/y" for it.</p>'

    assert absolute(body, BASE) == body


def test_what_only_a_page_can_say_is_left_out():
    body = '<img src="/a" srcset="/a 1w" sizes="1px" width="1" alt="x" loading="lazy">'

    assert absolute(body, BASE) == '<img src="https://news.example/a" width="1" alt="x">'


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", '<a href="/x">', '<a href="#a>b">', "</a>", '"', " href=", '"/y"', "<img ",
     'src="p.jpg">', "&amp;", "<em>", "桥"]
)).map("".join))  # fmt: skip
def test_a_certified_text_keeps_its_words_and_has_no_address_of_a_place(text):
    body = clean_html(text)

    made = absolute(body, BASE)

    assert re.sub("<[^>]*>", "", made) == re.sub("<[^>]*>", "", body)
    found = re.findall('<[^>]* (?:href|src)="([^"]*)"', made)
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in found)
    assert absolute(made, "https://other.example/") == made


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["atom.xml", "rss.xml", "feed.json"])
def test_pictures_stand_where_they_stood_if_they_are_kept_here(ending):
    kept = keep_image(900, 600, alt="A quay")
    body = f'<p>One</p><img src="{kept.url}"><img src="https://far.example/b.jpg"><p>Two</p>'
    article = make_published(body=body)
    ArticleImage.objects.create(article=article, image=kept, role=ImageRole.INLINE)
    shown(article)

    text = Client().get(f"/feeds/{ending}?text=full").content.decode()

    assert f"http://testserver{kept.rendition_url('inline')}" in text
    assert "Picture at far.example" in text
    assert not re.search("srcset|<script|loading=", text)
