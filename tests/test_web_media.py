"""Pictures on pages, and the addresses that serve their files."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import ImageRole, Status
from articles.imaging.specs import SPECS
from articles.models import ArticleImage, Rendition
from tests.builders import make_article, make_image, make_published
from tests.people import person
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db


def show(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def use(article, image, role=ImageRole.INLINE, **values):
    return ArticleImage.objects.create(article=article, image=image, role=role, **values)


class TestRenditions:
    @pytest.mark.parametrize("spec", SPECS)
    def test_a_picture_of_a_published_article_is_there_in_every_size(self, client, spec):
        image = keep_image()
        make_published(lead=image)

        response = client.get(image.rendition_url(spec))

        assert response.status_code == 200
        assert response["Content-Type"] == SPECS[spec].format.mime
        assert int(response["Content-Length"]) == len(response.content)
        assert response.content[:2] == (b"\xff\xd8" if spec == "social" else b"RI")

    def test_its_answer_runs_nothing_and_may_be_kept_for_good(self, client):
        image = keep_image()
        make_published(lead=image)

        response = client.get(image.rendition_url("card"))

        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies

    @pytest.mark.parametrize("query", ["", "?v=0", "?v=00000000-0.5-0.5", "?x=1"])
    def test_an_address_of_another_version_is_not_kept_for_good(self, client, query):
        image = keep_image()
        make_published(lead=image)

        response = client.get(image.rendition_url("card").partition("?")[0] + query)

        assert response["Cache-Control"] == "public, max-age=60"

    def test_another_focal_point_has_another_address(self):
        image = keep_image()
        before = image.rendition_url("card")
        image.focal_x = 0.25

        assert image.rendition_url("card") != before

    def test_a_picture_without_a_file_has_no_address(self):
        assert make_image().rendition_url("card") == ""

    @pytest.mark.parametrize(
        "status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN]
    )
    def test_a_picture_of_an_unpublished_article_is_an_unknown_one(self, client, status):
        image = keep_image()
        make_article(status=status, lead=image)

        secret = client.get(image.rendition_url("card"))
        unknown = client.get("/media/images/bcdfghjkmnpq/card/")

        assert secret.status_code == 404
        assert secret.content == unknown.content
        assert secret.headers == unknown.headers

    def test_a_picture_of_no_article_is_not_there(self, client):
        assert client.get(keep_image().rendition_url("card")).status_code == 404

    def test_an_editor_sees_it_and_nobody_keeps_it(self, client, publisher):
        image = keep_image()
        client.force_login(publisher)

        response = client.get(image.rendition_url("thumb"))

        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "Cookie" in response["Vary"]
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_a_reader_with_an_account_does_not(self, client):
        reader = person("reader", is_staff=False)
        reader.user_permissions.add(Permission.objects.get(codename="view_image"))
        client.force_login(reader)

        assert client.get(keep_image().rendition_url("thumb")).status_code == 404

    def test_neither_does_staff_that_may_not_view_images(self, client):
        client.force_login(person("clerk"))

        assert client.get(keep_image().rendition_url("thumb")).status_code == 404

    def test_what_is_public_stays_public_for_an_editor(self, client, publisher):
        image = keep_image()
        make_published(lead=image)
        client.force_login(publisher)

        response = client.get(image.rendition_url("thumb"))

        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize("spec", ["huge", "CARD", "card-2"])
    def test_there_is_no_size_but_the_named_ones(self, client, spec):
        image = keep_image()
        make_published(lead=image)

        assert client.get(f"/media/images/{image.public_id}/{spec}/").status_code == 404

    def test_no_file_is_served_by_its_path(self, client):
        image = keep_image()
        make_published(lead=image)

        assert client.get(f"/media/{image.file.name}").status_code == 404

    def test_a_picture_that_has_no_file_is_not_there(self, client):
        image = make_image()
        make_published(lead=image)

        assert client.get(f"/media/images/{image.public_id}/card/").status_code == 404

    def test_a_file_that_is_no_picture_is_not_served(self, client):
        image = keep_image()
        make_published(lead=image)
        with image.file.storage.open(str(image.file), "wb") as file:
            file.write(b"<script>alert(1)</script>")

        assert client.get(image.rendition_url("card")).status_code == 404

    def test_a_file_that_was_lost_is_not_there(self, client):
        image = keep_image()
        make_published(lead=image)
        image.file.storage.delete(str(image.file))

        assert client.get(image.rendition_url("card")).status_code == 404

    def test_a_derived_picture_that_was_lost_is_made_again(self, client):
        image = keep_image()
        make_published(lead=image)
        client.get(image.rendition_url("card"))
        made = Rendition.objects.get()
        made.file.storage.delete(str(made.file))

        assert client.get(image.rendition_url("card")).status_code == 200

    def test_a_picture_is_made_once(self, client):
        image = keep_image()
        make_published(lead=image)
        client.get(image.rendition_url("card"))

        with CaptureQueriesContext(connection) as queries:
            client.get(image.rendition_url("card"))

        assert len(queries) == 2
        assert Rendition.objects.count() == 1

    def test_a_picture_is_only_asked_for(self, client):
        assert client.post("/media/images/bcdfghjkmnpq/card/").status_code == 405


class TestLeadPicture:
    def test_stands_above_the_text_with_its_words(self, client):
        image = keep_image(2400, 1200, credit="Photo: Mara Vale")
        article = make_published()
        use(article, image, ImageRole.LEAD, alt="A bridge", caption="At dawn")

        text = show(client, article)

        lead = text[text.index('<figure class="lead">') : text.index('<div class="body">')]
        assert 'width="1200" height="600" alt="A bridge"' in lead
        assert "At dawn" in lead
        assert "Photo: Mara Vale" in lead
        assert f'content="http://testserver{image.rendition_url("social")}"' in text.replace(
            "&amp;", "&"
        )

    def test_is_taken_from_the_head_of_a_body_with_its_caption(self, client):
        image = keep_image()
        article = make_published(
            body=f'<figure><img src="{image.url}"><figcaption>At <em>dawn</em></figcaption>'
            "</figure><p>Text.</p>",
            lead=image,
        )

        text = show(client, article)

        assert text.count("<img") == 2  # the site's sign and the picture
        assert '<span class="said">At dawn</span>' in text
        assert '<div class="body"><p>Text.</p></div>' in text

    def test_stays_where_a_body_shows_it_further_down(self, client):
        image = keep_image()
        article = make_published(body=f'<p>Text.</p><img src="{image.url}">', lead=image)

        text = show(client, article)

        assert '<figure class="lead">' not in text
        assert text.count("<img") == 2

    def test_is_left_out_where_it_is_not_kept_here(self, client):
        article = make_published(lead=make_image("https://elsewhere.example/a.jpg"))

        text = show(client, article)

        assert "elsewhere.example" not in text
        assert "og:image" not in text


class TestPicturesOfABody:
    @pytest.mark.parametrize(
        "address",
        [
            "{url}",
            "{url}?w=640",
            "{url}#top",
            "https://relay.example/?{url}",
        ],
    )
    def test_a_kept_picture_comes_from_this_host_at_its_size(self, client, address):
        image = keep_image(1600, 800)
        article = make_published(body=f'<p>Text.</p><img src="{address.format(url=image.url)}">')
        use(article, image)

        body = show(client, article).partition('<div class="body">')[2]

        assert f'src="{image.rendition_url("inline")}"' in body
        assert 'width="800" height="400"' in body
        assert "1200w" in body
        assert image.url not in body

    def test_queries_that_tell_pictures_apart_are_kept(self, client):
        one, two = (keep_image(url=f"https://p.example/show?id={n}") for n in (1, 2))
        article = make_published(
            body='<img src="https://p.example/show?id=2"><img src="https://p.example/show?id=3">'
        )
        use(article, one)
        use(article, two)

        body = show(client, article).partition('<div class="body">')[2]
        body, _, below = body.partition("</div>")

        assert two.rendition_url("inline") in body
        assert one.rendition_url("inline") not in body
        assert 'href="https://p.example/show?id=3"' in body
        assert one.rendition_url("inline") in below

    def test_another_picture_is_named_and_not_loaded(self, client):
        article = make_published(
            body='<img src="https://elsewhere.example/a.jpg?x=1&y=2" alt="A &lt;b&gt; &quot;c">'
        )

        body = show(client, article).partition('<div class="body">')[2]

        assert "<img" not in body
        assert (
            '<a href="https://elsewhere.example/a.jpg?x=1&amp;y=2"'
            ' rel="nofollow noopener noreferrer">Picture at elsewhere.example</a>'
            " A &lt;b&gt; &quot;c</p>"
        ) in body

    @pytest.mark.parametrize("src", ["/admin/logout/", "picture.jpg", "data:image/png;base64,AA"])
    def test_an_address_of_no_other_host_is_not_asked_for(self, client, src):
        article = make_published(body=f'<p>Text.</p><img src="{src}">')

        body = show(client, article).partition('<div class="body">')[2].partition("</div>")[0]

        assert "<img" not in body
        assert src not in body

    def test_a_picture_that_counts_readers_is_not_even_named(self, client):
        article = make_published(
            body='<p>Text.</p><img src="https://count.example/p.gif" width="1" height="1">'
        )

        assert "count.example" not in show(client, article)

    def test_an_image_record_without_a_file_is_named_too(self, client):
        image = make_image("https://elsewhere.example/a.jpg")
        article = make_published(body=f'<p>Text.</p><img src="{image.url}">')
        use(article, image)

        assert "Picture at elsewhere.example" in show(client, article)

    def test_the_editors_caption_is_shown_where_the_body_has_none(self, client):
        one, two = keep_image(), keep_image()
        article = make_published(
            body=f'<p>Text.</p><img src="{one.url}"><figure><img src="{two.url}">'
            "<figcaption>Its own</figcaption></figure>"
        )
        use(article, one, caption="The <editor's>")
        use(article, two, caption="Another")

        text = show(client, article)

        assert "<figcaption>The &lt;editor&#x27;s&gt;</figcaption></figure>" in text
        assert "<figcaption>Its own</figcaption>" in text
        assert "Another" not in text

    def test_a_body_says_what_is_to_be_seen_before_the_record_does(self, client):
        one, two = keep_image(alt="Record"), keep_image(alt="Fallback")
        article = make_published(
            body=f'<p>Text.</p><img src="{one.url}" alt="Body"><img src="{two.url}">'
        )
        use(article, one)
        use(article, two)

        text = show(client, article)

        assert 'alt="Body"' in text
        assert 'alt="Fallback"' in text
        assert 'alt="Record"' not in text

    def test_pictures_that_a_body_does_not_name_follow_it(self, client):
        image = keep_image()
        article = make_published()
        use(article, image, caption="Afterwards")

        after = show(client, article).partition('<div class="body">')[2]

        assert image.rendition_url("inline") in after
        assert "Afterwards" in after

    def test_who_the_pictures_are_by_is_said_once(self, client):
        article = make_published()
        for _ in range(2):
            use(article, keep_image(credit="Mara Vale"))

        assert "<dt>Pictures</dt><dd>Mara Vale</dd>" in show(client, article)

    def test_nothing_on_a_page_is_loaded_from_another_host(self, client):
        kept = keep_image()
        article = make_published(
            body=f'<p>Text.</p><img src="{kept.url}"><img src="https://elsewhere.example/a.jpg">',
            lead=make_image("https://elsewhere.example/b.jpg"),
            canonical_url="https://elsewhere.example/",
        )
        use(article, kept)

        for path in (article.get_absolute_url(), "/"):
            text = client.get(path).content.decode()
            loaded = re.findall(
                r'(?:src|srcset)="([^"]+)"|<link rel="stylesheet" href="(.+?)"', text
            )
            assert loaded
            assert all(address.startswith("/") for pair in loaded for address in pair if address)
