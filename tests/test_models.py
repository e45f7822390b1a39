"""What must never be false of a row, and which rows a question finds."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.choices import ImageRole, Precision, Status
from articles.models import (
    Article,
    ArticleImage,
    Blob,
    Category,
    Credit,
    Family,
    Image,
    Review,
    Source,
)
from articles.models.fields import PUBLIC_ID_ALPHABET
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refuses(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


class TestPublished:
    @pytest.mark.parametrize(
        ("values", "shown"),
        [
            pytest.param({"published_at": NOW}, True, id="at-its-moment"),
            pytest.param({"published_at": NOW + SECOND}, False, id="a-second-early"),
            pytest.param({"embargo_until": NOW + SECOND}, False, id="embargo"),
            pytest.param({"embargo_until": NOW}, True, id="embargo-over"),
            pytest.param({"expires_at": NOW + SECOND}, True, id="expires-in-a-second"),
            pytest.param({"expires_at": NOW}, False, id="expired"),
        ],
    )
    def test_a_reader_sees_it_between_its_moments_to_the_second(self, values, shown):
        article = make_published(**values)

        assert Article.objects.published(at=NOW).exists() is shown
        assert article.is_public(at=NOW) is shown

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_no_other_status_is_seen(self, status):
        article = make_article(status=status, published_at=LONG_AGO)

        assert not Article.objects.published().exists()
        assert not article.is_public()


class TestConstraints:
    @pytest.mark.parametrize(
        "values",
        [{"title": ""}, {"published_at": None}, {"body_rules": 0}],
        ids=["title", "date", "certified-body"],
    )
    def test_a_published_article_has_a_title_a_date_and_a_certified_body(self, values):
        make_published()

        with refuses("article_published_has_title_date_and_certified_body"):
            Article.objects.update(**values)

    def test_a_withdrawn_article_says_since_when(self):
        make_article(status=Status.WITHDRAWN)

        with refuses("article_withdrawn_has_date"):
            Article.objects.update(withdrawn_at=None)

    def test_an_original_date_has_a_precision_and_none_has_none(self):
        make_article()

        with refuses("article_original_date_has_precision"), transaction.atomic():
            Article.objects.update(originally_published_at=NOW)
        with refuses("article_original_date_has_precision"):
            Article.objects.update(original_precision=Precision.DAY)

    def test_an_article_has_one_lead_picture(self):
        article = make_article(lead=make_image())

        with pytest.raises(IntegrityError):
            ArticleImage.objects.create(article=article, image=make_image(), role=ImageRole.LEAD)

    def test_category_names_are_unique_under_one_parent(self):
        city = make_category("City")
        make_category("Sport", parent=city)
        make_category("Sport")

        with pytest.raises(IntegrityError), transaction.atomic():
            make_category("Sport", parent=city)
        with pytest.raises(IntegrityError):
            make_category("Sport")

    def test_an_image_is_a_file_or_an_address(self):
        with refuses("article_image_has_file_or_url"):
            Image.objects.create()

    def test_an_address_is_one_image(self):
        make_image("https://pictures.example/a.jpg")

        with pytest.raises(IntegrityError):
            make_image("https://pictures.example/a.jpg")

    @pytest.mark.parametrize("model", [Source, Category])
    def test_nothing_goes_without_a_name(self, model):
        with refuses("has_name"):
            model.objects.create(name="")

    def test_a_credit_has_a_name(self):
        with refuses("article_credit_has_name"):
            Credit.objects.create(article=make_article(), role="author", name="")

    def test_a_person_approves_once_a_round(self, reviewer):
        article = make_article()
        values = {"from_status": "in_review", "to_status": "approved", "version": 1}
        Review.objects.create(article=article, by=reviewer, **values)

        with pytest.raises(IntegrityError):
            Review.objects.create(article=article, by=reviewer, **values)


class TestBody:
    DIRTY = '<p onclick="x()">One</p><script>x()</script>'

    def test_is_cleaned_by_create_save_and_bulk_create(self):
        created = make_article(body=self.DIRTY)
        created.body = self.DIRTY
        created.save(update_fields=["body"])
        Article.objects.bulk_create([Article(title="b", body=self.DIRTY)])

        assert set(Article.objects.values_list("body", flat=True)) == {"<p>One</p>"}

    def test_is_cleaned_in_a_form_and_says_why_it_cannot_be(self):
        field = Article._meta.get_field("body")

        assert field.clean(self.DIRTY, None) == "<p>One</p>"
        with pytest.raises(ValidationError, match="cannot be made safe"):
            field.clean("<div>" * 100_000, None)

    def test_its_text_follows(self):
        article = make_article(body="<p>One</p><p>Two</p>")
        article.body = "<p>Three</p>"
        article.save(update_fields=["body"])
        article.refresh_from_db()

        assert article.body_text == "Three"

    def test_a_save_of_other_columns_leaves_it_alone(self):
        article = make_article()
        article.body = "<p>Not saved</p>"
        article.save(update_fields=["subtitle"])
        article.refresh_from_db()

        assert "Not saved" not in article.body + article.body_text

    def test_no_code_updates_it_past_its_field(self):
        calls = [
            node
            for path in Path("articles").rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"update", "bulk_update"}
        ]

        assert calls
        assert [ast.unparse(call) for call in calls if writes_body(call)] == []


def writes_body(call: ast.Call) -> bool:
    values = [part.value for part in ast.walk(call) if isinstance(part, ast.Constant)]
    return "body" in values or any(keyword.arg == "body" for keyword in call.keywords)


class TestArticle:
    def test_the_original_date_sorts_before_ours(self):
        article = make_published(originally_published_at=NOW)
        assert article.sort_at == NOW

        article.originally_published_at = None
        article.original_precision = ""
        article.save()

        assert article.sort_at == LONG_AGO

    def test_an_untitled_article_is_called_by_its_id(self):
        article = make_article(title="")

        assert str(article) == f"Untitled ({article.public_id})"

    def test_public_ids_are_random_and_short(self):
        ids = {make_article().public_id for _ in range(20)}

        assert len(ids) == 20
        assert {len(i) for i in ids} == {12}
        assert set("".join(ids)) <= set(PUBLIC_ID_ALPHABET)

    def test_for_reading_finds_the_lead_picture_among_all(self, django_assert_num_queries):
        image = make_image()
        make_article(lead=image)

        with django_assert_num_queries(5):
            (article,) = Article.objects.for_reading()
            assert article.lead_image is not None
            assert article.lead_image.image == image
            assert list(article.credits.all()) == []

    def test_is_found_in_its_category_and_those_above_once(self):
        city = make_category("City")
        transport = make_category("Transport", parent=city)
        trams = make_category("Trams", parent=transport)
        nature = make_category("Nature")
        article = make_article(categories=(trams, transport))

        assert list(Article.objects.in_category(city)) == [article]
        assert list(Article.objects.in_category(trams)) == [article]
        assert not Article.objects.in_category(nature).exists()

    def test_copies_are_those_another_stands_for(self):
        family = Family.objects.create()
        first, second = make_article(family=family), make_article(family=family)
        make_article()
        family.canonical = first
        family.save()

        assert list(Article.objects.copies()) == [second]

    def test_withdrawn_ones_are_remembered(self):
        article = make_article(status=Status.WITHDRAWN)

        assert list(Article.objects.withdrawn()) == [article]


def test_a_source_is_shown_once_a_reader_may_see_something_of_it():
    seen, unseen = make_source("seen"), make_source("unseen")
    make_published(source=seen)
    make_article(source=unseen)

    assert list(Source.objects.used_by(Article.objects.published())) == [seen]


def test_an_image_is_shown_once_a_reader_may_see_it_somewhere():
    seen = make_image()
    make_published(lead=seen)
    make_article(lead=make_image())

    assert list(Image.objects.used_by(Article.objects.published())) == [seen]


@pytest.mark.parametrize("value", ["text", [1], [" "], {"a": 1}])
def test_aliases_are_a_list_of_names(value):
    source = Source(name="x", aliases=value)

    with pytest.raises(ValidationError, match="Give a list of names"):
        source.full_clean()


def test_a_category_does_not_stand_under_itself():
    city = make_category("City")
    transport = make_category("Transport", parent=city)
    city.parent = transport

    with pytest.raises(ValidationError, match="cannot stand under itself"):
        city.full_clean()


def test_bytes_come_back_bit_for_bit():
    data = bytes(range(256)) * 40
    blob = Blob.of(data)
    blob.save()
    blob.refresh_from_db()

    assert blob.content == data
    assert len(blob.data) < len(data)
