"""Pictures on the page of an article: the one that leads, and those of its text."""

from __future__ import annotations

import re

import pytest

from articles.choices import ImageRole
from articles.models import ArticleImage
from tests.builders import make_image, make_published
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db


def show(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def use(article, image, role=ImageRole.INLINE, **values):
    return ArticleImage.objects.create(article=article, image=image, role=role, **values)


def test_a_lead_picture_stands_above_the_text_with_its_words(client):
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


def test_a_lead_picture_is_taken_from_the_head_of_a_body_with_its_caption(client):
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


def test_a_lead_picture_stays_where_a_body_shows_it_further_down(client):
    image = keep_image()
    article = make_published(body=f'<p>Text.</p><img src="{image.url}">', lead=image)

    text = show(client, article)

    assert '<figure class="lead">' not in text
    assert text.count("<img") == 2


def test_a_lead_picture_is_named_and_not_loaded_where_it_is_not_kept_here(client):
    article = make_published(body="<p>Text.</p>")
    use(article, make_image("https://elsewhere.example/a.jpg"), ImageRole.LEAD, alt="A <bridge>")

    text = show(client, article)

    assert (
        '<div class="body"><p class="elsewhere"><a href="https://elsewhere.example/a.jpg"'
        ' rel="nofollow noopener noreferrer">Picture at elsewhere.example</a> A &lt;bridge&gt;</p>'
        "<p>Text.</p></div>"
    ) in text
    assert "og:image" not in text


@pytest.mark.parametrize("query", ["", "?w=640"])
def test_a_lead_picture_that_is_not_kept_here_is_named_once(client, query):
    lead = make_image("https://elsewhere.example/a.jpg")
    article = make_published(body=f'<p>Text.</p><img src="{lead.url}{query}">', lead=lead)

    assert show(client, article).count("Picture at elsewhere.example") == 1


def test_a_lead_picture_that_is_kept_here_is_no_link_elsewhere(client):
    article = make_published(body='<img src="https://far.example/b.jpg">', lead=keep_image())

    text = show(client, article)

    assert text.count("Picture at") == 1
    assert "Picture at far.example" in text


@pytest.mark.parametrize(
    "address",
    [
        "{url}",
        "{url}?w=640",
        "{url}#top",
        "https://relay.example/?{url}",
    ],
)
def test_a_kept_picture_comes_from_this_host_at_its_size(client, address):
    image = keep_image(1600, 800)
    article = make_published(body=f'<p>Text.</p><img src="{address.format(url=image.url)}">')
    use(article, image)

    body = show(client, article).partition('<div class="body">')[2]

    assert f'src="{image.rendition_url("inline")}"' in body
    assert 'width="800" height="400"' in body
    assert "1200w" in body
    assert image.url not in body


def test_queries_that_tell_pictures_apart_are_kept(client):
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


def test_another_picture_is_named_and_not_loaded(client):
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
def test_an_address_of_no_other_host_is_not_asked_for(client, src):
    article = make_published(body=f'<p>Text.</p><img src="{src}">')

    body = show(client, article).partition('<div class="body">')[2].partition("</div>")[0]

    assert "<img" not in body
    assert src not in body


def test_a_picture_that_counts_readers_is_not_even_named(client):
    article = make_published(
        body='<p>Text.</p><img src="https://count.example/p.gif" width="1" height="1">'
    )

    assert "count.example" not in show(client, article)


def test_an_image_record_without_a_file_is_named_too(client):
    image = make_image("https://elsewhere.example/a.jpg")
    article = make_published(body=f'<p>Text.</p><img src="{image.url}">')
    use(article, image)

    assert "Picture at elsewhere.example" in show(client, article)


def test_the_editors_caption_is_shown_where_the_body_has_none(client):
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
    assert "Another<" not in text


def test_a_body_says_what_is_to_be_seen_before_the_record_does(client):
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


def test_pictures_that_a_body_does_not_name_follow_it(client):
    image = keep_image()
    article = make_published()
    use(article, image, caption="Afterwards")

    after = show(client, article).partition('<div class="body">')[2]

    assert image.rendition_url("inline") in after
    assert "Afterwards" in after


def test_who_the_pictures_are_by_is_said_once(client):
    article = make_published()
    for _ in range(2):
        use(article, keep_image(credit="Mara Vale"))

    assert "<dt>Pictures</dt><dd>Mara Vale</dd>" in show(client, article)


def test_nothing_on_a_page_is_loaded_from_another_host(client):
    kept = keep_image()
    article = make_published(
        body=f'<p>Text.</p><img src="{kept.url}"><img src="https://elsewhere.example/a.jpg">',
        lead=make_image("https://elsewhere.example/b.jpg"),
        canonical_url="https://elsewhere.example/",
    )
    use(article, kept)

    for path in (article.get_absolute_url(), "/"):
        text = client.get(path).content.decode()
        loaded = re.findall(r'(?:src|srcset)="([^"]+)"|<link rel="stylesheet" href="(.+?)"', text)
        assert loaded
        assert all(address.startswith("/") for pair in loaded for address in pair if address)
