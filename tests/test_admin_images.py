"""Pictures on the desk: uploaded on their own page or inside an article, never fetched."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from articles.admin.editor import addressed_there, shown_here
from articles.choices import ImageRole
from articles.models import ArticleImage, Image
from tests.builders import make_article, make_image
from tests.forms import form_on


def picture(colour: str = "red", format: str = "JPEG", name: str = "a.jpg") -> SimpleUploadedFile:
    buffer = BytesIO()
    Pillow.new("RGB", (64, 48), colour).save(buffer, format, comment=b"<script>")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def upload(client, file, **values):
    address = reverse("admin:articles_image_add")
    data = form_on(client.get(address), "image_form")
    return client.post(address, data | {"upload": file, **values})


def test_an_uploaded_picture_is_written_anew(desk):
    assert upload(desk, picture(), title="Red").status_code == 302

    image = Image.objects.get()
    assert (image.title, image.width, image.height, image.mime) == ("Red", 64, 48, "image/jpeg")
    with image.file.open() as file:
        assert b"<script>" not in file.read()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"GIF89a<script>"), "no JPEG, PNG"),
        (SimpleUploadedFile("a.svg", b"<svg onload='x()'/>", "image/svg+xml"), "no JPEG, PNG"),
        (SimpleUploadedFile("a.jpg", picture().read()[:200]), "damaged"),
        (SimpleUploadedFile("a.jpg", b""), "empty"),
        ("", "Choose a file"),
    ],
    ids=["polyglot", "svg", "cut-off", "empty", "none"],
)
def test_what_is_no_picture_is_refused_with_words(desk, file, words):
    response = upload(desk, file)

    assert words in response.content.decode()
    assert not Image.objects.exists()


def test_a_file_that_is_too_large_is_not_even_opened(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.uploads.MOST_BYTES", 100)

    assert "larger than 20 MB" in upload(desk, picture()).content.decode()


def test_the_same_picture_twice_is_refused_on_its_own_page(desk):
    upload(desk, picture())

    response = upload(desk, picture())

    assert "kept already" in response.content.decode()
    assert Image.objects.count() == 1


def test_another_file_takes_the_place_of_the_first(desk):
    upload(desk, picture())
    image = Image.objects.get()
    address = reverse("admin:articles_image_change", args=[image.pk])
    data = form_on(desk.get(address), "image_form")

    desk.post(address, data | {"upload": picture("blue", "PNG"), "focal_x": "0.25"})

    image.refresh_from_db()
    assert (image.mime, image.focal_x) == ("image/png", 0.25)


def test_a_focal_point_lies_inside_the_picture(desk):
    image = make_image()
    address = reverse("admin:articles_image_change", args=[image.pk])
    data = form_on(desk.get(address), "image_form")

    response = desk.post(address, data | {"focal_x": "1.5"})

    assert response.status_code == 200
    image.refresh_from_db()
    assert image.focal_x == 0.5


def test_an_image_says_where_it_is_used(desk):
    image = make_image()
    make_article("The lead story", lead=image)

    page = desk.get(reverse("admin:articles_image_change", args=[image.pk])).content.decode()

    assert "The lead story" in page
    assert "(Lead)" in page


def add_picture(client, article, **values):
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form_on(client.get(address), "article_form")
    row = {"role": "lead", "alt": "", **values}
    row = {f"article_images-0-{name}": value for name, value in row.items()}
    return client.post(address, data | row | {"article_images-TOTAL_FORMS": "1"})


def test_a_picture_is_uploaded_inside_an_article(desk):
    article = make_article()

    add_picture(desk, article, upload=picture(), alt="A red square")

    use = article.article_images.get()
    assert (use.role, use.alt, use.image.width) == (ImageRole.LEAD, "A red square", 64)
    article.refresh_from_db()
    assert article.version == 2


def test_a_picture_that_is_here_already_is_used_again(desk):
    first, second = make_article(), make_article()

    add_picture(desk, first, upload=picture())
    add_picture(desk, second, upload=picture())

    assert first.article_images.get().image == second.article_images.get().image
    assert Image.objects.get().file.storage.listdir("originals")[0]


def test_a_picture_row_needs_a_picture(desk):
    article = make_article()

    response = add_picture(desk, article, alt="Nothing")

    assert "Choose a picture or upload one." in response.content.decode()
    assert not ArticleImage.objects.exists()


def test_a_bad_picture_in_a_row_saves_nothing(desk):
    article = make_article()

    response = add_picture(desk, article, upload=SimpleUploadedFile("a.jpg", b"no picture"))

    assert "no JPEG, PNG" in response.content.decode()
    article.refresh_from_db()
    assert article.version == 1


def test_two_pictures_cannot_lead(desk):
    article = make_article(lead=make_image())
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form_on(desk.get(address), "article_form")
    second = {
        "article_images-TOTAL_FORMS": "2",
        "article_images-1-role": "lead",
        "article_images-1-image": str(make_image().pk),
    }

    response = desk.post(address, data | second)

    assert "Only one picture can lead." in response.content.decode()


def test_the_lead_changes_hands_in_one_save(desk):
    article = make_article(lead=make_image())
    other = ArticleImage.objects.create(article=article, image=make_image(), position=1)
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form_on(desk.get(address), "article_form")

    roles = {"article_images-0-role": "inline", "article_images-1-role": "lead"}
    desk.post(address, data | roles)

    assert article.article_images.get(role=ImageRole.LEAD) == other


ADDRESS = "https://pictures.example/a b.jpg?x=1&y=“2”"


def test_a_remote_picture_is_a_stand_in_from_this_host(desk):
    response = desk.get(reverse("admin:articles_image_remote"), {"url": ADDRESS + "<script>"})

    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"<script>" not in response.content
    assert b"pictures.example" in response.content


def test_a_remote_picture_that_is_kept_is_shown(desk):
    image = make_image(ADDRESS, file="originals/a.jpg", sha256="ab" * 32, width=4, height=3)

    response = desk.get(reverse("admin:articles_image_remote"), {"url": ADDRESS})

    assert response["Location"] == image.rendition_url("inline")


@pytest.mark.parametrize("url", ["", "//[", "javascript:x()", "\0", "x" * 5000])
def test_any_address_is_answered_with_a_stand_in(desk, url):
    response = desk.get(reverse("admin:articles_image_remote"), {"url": url})

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://a.example/x.jpg?a=1&amp;b=%20" alt="a &gt; b" width="3">',
        '<figure><img alt="“x”" src="https://a.example/图.jpg"></figure>',
        '<img src="/media/images/x/inline/">',
        '<img src="pictures/a.jpg"><p>src="https://a.example/"</p>',
        "<p>no picture</p>",
    ],
)
def test_addresses_go_to_the_editor_and_back_unchanged(html):
    assert addressed_there(shown_here(html)) == html


def test_no_address_reaches_the_browser_of_an_editor():
    html = '<img src="https://a.example/x.jpg"><img alt="" src="//b.example/y.jpg">'

    assert 'src="http' not in shown_here(html)
    assert 'src="//' not in shown_here(html)
