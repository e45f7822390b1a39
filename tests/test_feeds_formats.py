"""What each format of a feed says of an article, as readers of feeds understand it."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from django.test import Client

from articles.choices import CreditRole, ImageRole, Precision
from articles.models import Article, ArticleImage, Credit
from articles.moments import in_utc
from tests.builders import make_category, make_image, make_published, make_source, shown
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db

BODY = '<p>The council <a href="/articles/bcdfghjkmnpq/">voted</a>.</p>'


@pytest.fixture
def article():
    article = make_published(
        "桥 & <b>ridges</b> ]]>",
        body=BODY,
        summary="In short & plain.",
        language="zh",
        canonical_url="https://post.example/1?a=1&b=2",
        source=make_source("Harbour & Post", rights="© Harbour"),
        categories=(make_category("Sea", position=2), make_category("City", position=1)),
        published_at=datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
        originally_published_at=datetime(2020, 2, 1, tzinfo=UTC),
        original_precision=Precision.DAY,
    )
    for role, name in [
        (CreditRole.EDITOR, "Eve"),
        (CreditRole.AUTHOR, "王小明"),
        (CreditRole.REPORTER, "Ann"),
        (CreditRole.EDITOR, "Ann"),
    ]:
        Credit.objects.create(article=article, role=role, name=name)
    for part, image in [
        (ImageRole.INLINE, make_image()),
        (ImageRole.INLINE, keep_image(alt="A quay")),
        (ImageRole.LEAD, keep_image(1600, 1000, alt="A bridge", credit="Photo Desk")),
    ]:
        ArticleImage.objects.create(article=article, image=image, role=part)
    return shown(article)


def parsed(ending: str, text: str = ""):
    feed = feedparser.parse(Client().get(f"/feeds/{ending}{text}").content)
    assert feed.bozo == 0
    return feed


def address(article: Article) -> str:
    return "http://testserver" + article.get_absolute_url()


def pictures(article: Article) -> list[str]:
    uses = sorted(article.article_images.all(), key=lambda use: use.role, reverse=True)
    kept = [use.image for use in uses if use.image.file]
    return [f"http://testserver{image.rendition_url('lead')}" for image in kept]


@pytest.mark.parametrize("ending", ["atom.xml", "rss.xml"])
class TestXML:
    def test_says_what_is_known_of_an_article(self, article, ending):
        feed = parsed(ending)
        (entry,) = feed.entries

        assert feed.feed.title == "Newsroom"
        assert feed.feed.link == "http://testserver/"
        assert entry.id == f"urn:newsroom:article:{article.public_id}"
        assert entry.link == address(article)
        assert entry.summary == "In short & plain."
        assert entry.published_parsed[:6] == (2026, 2, 1, 8, 0, 0)
        assert entry.updated_parsed[:6] == article.updated_at.timetuple()[:6]
        assert [tag.term for tag in entry.tags] == ["City", "Sea"]
        assert [one.name for one in entry.contributors] == ["Eve"]
        assert entry.source.title == "Harbour & Post"
        assert entry.rights == "© Harbour"
        assert "content" not in entry

    def test_names_the_writers(self, article, ending):
        (entry,) = parsed(ending).entries

        names = [one.name for one in entry.authors]
        assert names == ["王小明", "Ann"] or names == ["王小明"] == [entry.author]

    def test_gives_the_whole_text_where_it_is_asked_for(self, article, ending):
        (entry,) = parsed(ending, "?text=full").entries

        (content,) = entry.content
        assert content.type == "text/html"
        assert content.value == BODY.replace('"/', '"http://testserver/')
        assert entry.summary == "In short & plain."

    def test_offers_the_pictures_that_are_kept_here(self, article, ending):
        (entry,) = parsed(ending).entries

        told = [one.href for one in entry.enclosures]
        if ending == "rss.xml":  # which wants their bytes counted; they are its media
            assert told == []
            told = [one["url"] for one in entry.media_content]
        assert told == pictures(article)
        assert all(one.type == "image/webp" for one in entry.enclosures)

    def test_begins_the_text_where_nobody_summed_it_up(self, ending):
        make_published(body="<p>" + "The ebb has begun. " * 40 + "</p>")

        (entry,) = parsed(ending).entries
        assert entry.summary.startswith("The ebb has begun. The ebb")
        assert len(entry.summary) <= 280

    def test_an_article_without_anything_is_an_entry_all_the_same(self, ending):
        make_published("Bare", body="")

        for text in ("", "?text=full"):
            (entry,) = parsed(ending, text).entries
            assert entry.title == "Bare"
            assert "enclosures" not in entry or not entry.enclosures


def test_rss_says_how_large_each_picture_is(article):
    (entry,) = parsed("rss.xml").entries

    whole = [(one["url"], one["width"], one["height"]) for one in entry.media_content]
    assert [url for url, *_size in whole] == pictures(article)
    assert whole[0][1:] == ("1200", "750")
    assert [one["width"] for one in entry.media_thumbnail] == ["480", "60"]
    assert [one["content"] for one in entry.media_credit] == ["Photo Desk"]


def test_rss_says_that_the_name_of_an_article_is_no_address(article):
    content = Client().get("/feeds/rss.xml").content.decode()

    name = f"urn:newsroom:article:{article.public_id}"
    assert f'<guid isPermaLink="false">{name}</guid>' in content


def test_rss_points_from_an_article_to_the_feed_of_its_source(article):
    (entry,) = parsed("rss.xml").entries

    assert Client().get(entry.source.href).status_code == 200


def test_atom_says_where_the_original_is_and_in_which_language(article):
    feed = parsed("atom.xml")
    (entry,) = feed.entries

    via = [link.href for link in entry.links if link.rel == "via"]
    assert via == ["https://post.example/1?a=1&b=2"]
    assert entry.title_detail.language == "zh"
    assert feed.feed.id == "urn:newsroom:everything"


def test_json_feed_says_what_is_known_of_an_article(article):
    response = Client().get("/feeds/feed.json")

    feed = response.json()
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Newsroom"
    assert feed["home_page_url"] == "http://testserver/"
    (item,) = feed["items"]
    first, second = pictures(article)
    assert item.pop("date_modified") == in_utc(article.updated_at)
    assert item == {
        "id": f"urn:newsroom:article:{article.public_id}",
        "url": address(article),
        "external_url": "https://post.example/1?a=1&b=2",
        "title": "桥 & <b>ridges</b> ]]>",
        "summary": "In short & plain.",
        "content_text": "In short & plain.",
        "image": first,
        "date_published": "2026-02-01T08:00:00Z",
        "authors": [{"name": "王小明"}, {"name": "Ann"}],
        "tags": ["City", "Sea"],
        "language": "zh",
        "attachments": [
            {"url": first, "mime_type": "image/webp", "title": "A bridge"},
            {"url": second, "mime_type": "image/webp", "title": "A quay"},
        ],
    }


def test_json_feed_gives_the_whole_text_where_it_is_asked_for(article):
    (item,) = Client().get("/feeds/feed.json?text=full").json()["items"]

    assert item["content_html"] == BODY.replace('"/', '"http://testserver/')
    assert "content_text" not in item


# Members that JSON Feed 1.1 has, and what each holds; those of the second set must be there.
TOP = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str,
    "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
AUTHOR = {"name": str, "url": str, "avatar": str}
ATTACHMENT = {
    "url": str, "mime_type": str, "title": str, "size_in_bytes": int, "duration_in_seconds": int,
}  # fmt: skip


def check(value, members, required):
    assert required <= value.keys() <= members.keys()
    for name, one in value.items():
        assert isinstance(one, members[name]), name


@pytest.mark.parametrize("text", ["", "?text=full"])
def test_json_feed_has_the_members_of_version_1_1_and_no_others(article, text):
    make_published("Bare", body="")

    feed = Client().get(f"/feeds/feed.json{text}").json()

    check(feed, TOP, {"version", "title", "items"})
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) == 2
    for item in feed["items"]:
        check(item, ITEM, {"id"})
        assert item.keys() & {"content_html", "content_text"}
        for author in item.get("authors", []):
            check(author, AUTHOR, set())
        for attachment in item.get("attachments", []):
            check(attachment, ATTACHMENT, {"url", "mime_type"})
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).utcoffset() is not None


def test_the_source_stands_for_an_article_that_names_nobody():
    make_published(source=make_source("Harbour Post"))

    content = Client().get("/feeds/atom.xml").content.decode()

    assert "<author><name>Harbour Post</name></author></source>" in content
