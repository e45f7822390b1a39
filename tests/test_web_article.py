"""The page of one article."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from articles import workflow
from articles.choices import CreditRole, ImageRole, Precision, Status
from articles.models import Article, ArticleImage, Credit
from tests.builders import LONG_AGO, make_category, make_published, make_source
from tests.clocks import whole_minute  # noqa: F401  (a fixture)
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&lt;"


def structured(text):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def shared(text):
    """Return what a page's OpenGraph says; nothing twice."""
    pairs = re.findall(r'<meta property="([^"]+)" content="([^"]*)">', text)
    assert len(dict(pairs)) == len(pairs)
    return {name: html.unescape(value) for name, value in pairs}


def page(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


class TestArticle:
    @pytest.mark.parametrize("slug", ["", "wrong/", "A-BRIDGE-FOR-THE-VALLEY/"])
    def test_is_found_by_its_id_and_shown_at_one_address(self, client, slug):
        article = make_published("A bridge for the valley")

        response = client.get(f"/articles/{article.public_id}/{slug}")

        assert response.status_code == 301
        assert response["Location"] == f"/articles/{article.public_id}/a-bridge-for-the-valley/"

    def test_the_way_to_its_address_is_forgotten_with_its_title(self, client):
        article = make_published()

        assert client.get(f"/articles/{article.public_id}/")["Cache-Control"] == (
            "public, max-age=60"
        )

    def test_has_an_address_in_chinese(self, client):
        article = make_published("桥通了")

        response = client.get(f"/articles/{article.public_id}/桥通了/")

        assert response.status_code == 200

    def test_has_an_address_where_its_title_has_no_word(self, client):
        article = make_published("——")

        assert client.get(f"/articles/{article.public_id}/").status_code == 200

    def test_says_in_which_language_it_is(self, client):
        text = page(client, make_published("桥通了", language="zh"))

        assert '<html lang="en">' in text
        assert '<article class="story" lang="zh">' in text

    def test_names_where_it_comes_from(self, client):
        article = make_published(
            original_title="A bridge, again",
            publisher="Valley Press",
            source=make_source("Harbour Post", rights="All rights reserved."),
            canonical_url="https://harbour.example/bridge",
            truncated=True,
        )
        Credit.objects.create(article=article, role=CreditRole.EDITOR, label="Desk:", name="Ada")
        Credit.objects.create(article=article, role=CreditRole.EDITOR, label="Desk:", name="Bo")
        for role in (CreditRole.AUTHOR, CreditRole.PHOTOGRAPHER):
            Credit.objects.create(article=article, role=role, label="文/图", name="Cy")

        text = page(client, article)

        for words in (
            "A bridge, again",
            "Valley Press",
            "Harbour Post",
            "All rights reserved.",
            '<a href="https://harbour.example/bridge" rel="nofollow noopener">',
            "only part of this text",
            '<dt>Desk</dt><dd><a href="/people/Ada/">Ada</a>, <a href="/people/Bo/">Bo</a></dd>',
            '<dt>文/图</dt><dd><a href="/people/Cy/">Cy</a></dd>',
        ):
            assert words in text

    def test_does_not_repeat_a_title_that_was_kept(self, client):
        article = make_published("Same", original_title="Same")

        assert "Original title" not in page(client, article)

    @pytest.mark.parametrize(("days", "is_said"), [(0, False), (3, True)])
    def test_says_when_it_appeared_here_if_that_was_later(self, client, days, is_said):
        article = make_published(
            originally_published_at=LONG_AGO, published_at=LONG_AGO + timedelta(days=days)
        )

        assert ("Published here" in page(client, article)) == is_said

    def test_joins_names_as_its_language_does(self, client):
        article = make_published("桥通了", language="zh")
        for name in ("何方", "李舟"):
            Credit.objects.create(article=article, role=CreditRole.REPORTER, name=name)

        assert "何方</a>、<a" in page(client, article)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "/relative", "ftp://x.example/"])
    def test_links_to_no_original_that_is_no_page(self, client, url):
        assert f'href="{url}"' not in page(client, make_published(canonical_url=url))

    @pytest.mark.parametrize(
        ("precision", "machine", "words"),
        [
            (Precision.TIME, "2022-04-02T01:15:00+00:00", "April 2, 2022 01:15"),
            (Precision.DAY, "2022-04-02", "April 2, 2022"),
            (Precision.MONTH, "2022-04", "April 2022"),
            (Precision.YEAR, "2022", "2022"),
        ],
    )
    def test_dates_itself_no_more_precisely_than_is_known(self, client, precision, machine, words):
        article = make_published(
            originally_published_at=datetime(2022, 4, 2, 1, 15, tzinfo=UTC),
            original_precision=precision,
        )

        assert f'datetime="{machine}">{words}</time>' in page(client, article)

    def test_a_known_day_is_the_same_in_every_time_zone(self, client, settings):
        settings.TIME_ZONE = "America/New_York"
        article = make_published(
            originally_published_at=datetime(2022, 4, 2, tzinfo=UTC),
            original_precision=Precision.DAY,
        )

        assert '<time datetime="2022-04-02">April 2, 2022</time>' in page(client, article)

    def test_tells_machines_what_it_is(self, client):
        article = make_published(language="en", source=make_source("Harbour Post"))
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Ada Quill")

        text = page(client, article)

        found = structured(text)
        assert found["@type"] == "NewsArticle"
        assert found["headline"] == article.title
        assert found["author"] == [{"@type": "Person", "name": "Ada Quill"}]
        assert found["sourceOrganization"]["name"] == "Harbour Post"
        assert found["mainEntityOfPage"] == f"http://testserver{article.get_absolute_url()}"
        assert f'<link rel="canonical" href="{found["mainEntityOfPage"]}">' in text
        assert '<meta property="og:locale" content="en_GB">' in text

    def test_tells_whoever_shares_it_what_to_show(self, client):
        article = make_published(
            "桥通了 & “more”",
            language="zh",
            summary="A <bridge> for the valley.",
            lead=keep_image(),
            published_at=datetime(2024, 3, 1, 9, 30, tzinfo=UTC),
        )
        Article.objects.filter(pk=article.pk).update(
            updated_at=datetime(2024, 3, 2, 10, 45, tzinfo=UTC)
        )

        response = client.get(article.get_absolute_url())

        found = shared(response.content.decode())
        picture = found.pop("og:image")
        assert found == {
            "og:type": "article",
            "og:site_name": response.context["site_name"],
            "og:title": "桥通了 & “more”",
            "og:description": "A <bridge> for the valley.",
            "og:url": f"http://testserver{article.get_absolute_url()}",
            "og:locale": "zh_CN",
            "article:published_time": "2024-03-01T09:30:00+00:00",
            "article:modified_time": "2024-03-02T10:45:00+00:00",
        }
        assert picture.startswith("http://testserver/media/")
        answer = client.get(picture.removeprefix("http://testserver"))
        assert answer["Content-Type"] == "image/jpeg"

    def test_without_a_picture_shares_none_and_no_more_of_a_date_than_is_known(self, client):
        article = make_published(
            originally_published_at=datetime(2022, 4, 1, tzinfo=UTC),
            original_precision=Precision.MONTH,
        )

        found = shared(page(client, article))

        assert "og:image" not in found
        assert "og:locale" not in found
        assert found["og:description"] == "The council voted for a new bridge."
        assert found["article:published_time"] == "2022-04"

    def test_a_long_text_is_described_in_few_words(self, client):
        article = make_published(body=f"<p>{'word ' * 100}</p>")

        assert re.search(
            r'<meta name="description" content="(?:word ){31}word…">', page(client, article)
        )


class TestHostileText:
    def test_no_field_of_an_article_becomes_markup(self, client):
        source = make_source(HOSTILE, rights=HOSTILE, homepage="https://x.example/")
        article = make_published(
            HOSTILE,
            subtitle=HOSTILE,
            summary=HOSTILE,
            original_title=HOSTILE + "2",
            publisher=HOSTILE,
            canonical_url=f"https://x.example/{HOSTILE}",
            language='en" onload="alert(1)',
            source=source,
            categories=(make_category(HOSTILE, description=HOSTILE),),
        )
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, label="<b>", name=HOSTILE)
        image = keep_image(alt=HOSTILE, credit=HOSTILE)
        ArticleImage.objects.create(
            article=article, image=image, role=ImageRole.LEAD, caption=HOSTILE
        )

        for path in (
            article.get_absolute_url(),
            "/",
            f"/sources/{source.public_id}/",
            "/feed.atom",
        ):
            text = client.get(path, follow=True).content.decode()
            assert "<img src=x" not in text
            assert 'onload="' not in text
        assert structured(page(client, article))["headline"] == HOSTILE

    def test_a_search_is_shown_as_text(self, client):
        assert "<img src=x" not in client.get("/search/", {"q": HOSTILE}).content.decode()

    def test_a_body_changed_behind_the_models_back_is_cleaned_again(self, client):
        article = make_published()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE articles_article SET body = %s WHERE id = %s",
                ["<p>Kept<script>alert(1)</script></p><iframe src='/'></iframe>", article.pk],
            )

        text = page(client, article)

        assert "<p>Kept</p>" in text
        assert "alert(1)" not in text
        assert "<iframe" not in text


def test_a_withdrawn_article_answers_410_with_its_notice(client):
    article = make_published("Gone story")
    workflow.move_all([article.pk], Status.WITHDRAWN, note="A name was <wrong>.")

    response = client.get(f"/articles/{article.public_id}/any-words/")

    text = response.content.decode()
    assert response.status_code == 410
    assert "A name was &lt;wrong&gt;." in text
    assert "Gone story" not in text


def test_an_article_written_here_has_no_empty_box_about_its_origin(client):
    article = make_published()

    assert "About this article" not in client.get(article.get_absolute_url()).content.decode()


def test_keys_reach_what_may_be_wider_than_a_phone(client):
    code = '<pre><code>a</code></pre><p title="&lt;pre&gt;">&lt;table&gt;</p>'
    article = make_published(body=f"{code}<table><tbody><tr><td><p>b</p></td></tr></tbody></table>")

    text = client.get(article.get_absolute_url()).content.decode()

    assert '<pre tabindex="0"><code>a</code></pre>' in text
    assert '<table tabindex="0"><tbody>' in text
    assert text.count('tabindex="0"') == 2
