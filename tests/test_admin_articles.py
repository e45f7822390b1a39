"""The page on which an article is written: what it saves, refuses and shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.choices import ImageRole, SourceKind, Status
from articles.models import Article, ArticleImage, Conflict, ImportedValues, Revision
from articles.search.desk import search
from tests.builders import (
    make_article,
    make_image,
    make_published,
    make_source,
)
from tests.desk import BODY, edit, page_of
from tests.forms import form_on


def test_opening_and_saving_an_article_changes_nothing(desk, full_article):
    before = Article.objects.filter(pk=full_article.pk).values().get()

    response = edit(desk, full_article)

    assert response.status_code == 200
    assert Article.objects.filter(pk=full_article.pk).values().get() == before
    assert not Revision.objects.exists()


def test_a_change_makes_a_version_and_keeps_the_one_it_replaces(desk, chief, full_article):
    edit(desk, full_article, title="A shorter title")

    full_article.refresh_from_db()
    assert full_article.title == "A shorter title"
    assert full_article.version == 2
    kept = Revision.objects.order_by("version")
    assert [(r.version, r.by) for r in kept] == [(1, None), (2, chief)]
    assert kept[0].values["title"] == "Two  spaces, “quotes”"
    assert kept[1].values["credits"] == [["reporter", "记者", "王芳"]]


def test_a_change_of_one_field_leaves_the_others_as_they_were(desk, full_article):
    before = Article.objects.filter(pk=full_article.pk).values("body", "summary", "keywords").get()

    edit(desk, full_article, title="A shorter title")

    after = Article.objects.filter(pk=full_article.pk).values("body", "summary", "keywords").get()
    assert after == before


def test_an_edited_text_is_cleaned_and_found(desk, full_article):
    edit(desk, full_article, body='<p onclick="x()">汛期水位</p><script>alert(1)</script>')

    full_article.refresh_from_db()
    assert full_article.body == "<p>汛期水位</p>"
    assert search(Article.objects.all(), "水位").get() == full_article


def test_pictures_in_the_editor_come_from_this_host(desk, full_article):
    text = form_on(desk.get(page_of(full_article)), "article_form")["body"]

    assert 'src="https://' not in text
    assert f'src="{reverse("admin:articles_image_remote")}?url=https%3A' in text


def test_a_text_that_is_too_large_is_refused_with_a_reason(desk, full_article):
    response = edit(desk, full_article, body="<p>a</p>" * 300_000)

    assert "cannot be made safe" in response.content.decode()
    full_article.refresh_from_db()
    assert full_article.version == 1


def test_a_form_that_comes_back_has_the_text_as_it_was_typed(desk, full_article):
    refused = edit(desk, full_article, embargo_until_0="no date", title="Mine")

    desk.post(page_of(full_article), form_on(refused, "article_form") | {"embargo_until_0": ""})

    full_article.refresh_from_db()
    assert (full_article.title, full_article.body) == ("Mine", BODY)


def test_an_original_date_without_precision_counts_as_a_time(desk):
    article = make_article()

    edit(
        desk, article, originally_published_at_0="2025-03-02", originally_published_at_1="08:00:00"
    )

    article.refresh_from_db()
    assert article.original_precision == "time"


@pytest.mark.parametrize("field", ["originally_published_at", "embargo_until", "expires_at"])
@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2201-01-01", "9999-12-31"])
def test_a_year_that_no_article_can_have_is_refused(desk, field, day):
    article = make_article()

    refused = edit(desk, article, **{f"{field}_0": day, f"{field}_1": "08:00:00"})

    assert refused.context["adminform"].form.errors == {field: ["Give a year from 1800 to 2200."]}
    article.refresh_from_db()
    assert getattr(article, field) is None


def test_an_embargo_ends_with_a_minute_and_the_form_says_so(desk):
    article = make_article()

    edit(desk, article, embargo_until_0="2030-01-01", embargo_until_1="06:00:01")

    article.refresh_from_db()
    assert article.embargo_until == datetime(2030, 1, 1, 6, 1, tzinfo=UTC)
    assert "To the minute; seconds are rounded up." in desk.get(page_of(article)).content.decode()


def test_taking_the_original_date_away_takes_its_precision(desk, full_article):
    edit(desk, full_article, originally_published_at_0="", originally_published_at_1="")

    full_article.refresh_from_db()
    assert (full_article.originally_published_at, full_article.original_precision) == (None, "")


def test_an_article_is_written_from_nothing(desk, chief):
    own = make_source("Our own desk", kind=SourceKind.OWN)
    address = reverse("admin:articles_article_add")
    data = form_on(desk.get(address), "article_form")

    desk.post(address, data | {"title": "Our first", "body": "<p>Words.</p>"})

    article = Article.objects.get()
    assert (article.title, article.source, article.created_by) == ("Our first", own, chief)
    assert (article.status, article.version) == (Status.DRAFT, 1)
    assert article.revisions.get().by == chief


@pytest.mark.parametrize(
    "name",
    [
        *("status", "version", "public_id", "original_title", "published_at", "withdrawn_at"),
        *("withdrawal_notice", "sort_at", "fingerprint", "family", "review_round", "created_by"),
        *("created_at", "updated_at", "body_text", "body_rules", "canonical_url", "truncated"),
        *("id", "imported"),
    ],
)
def test_no_value_beside_the_form_can_be_sent(desk, full_article, name):
    ImportedValues.objects.create(article=full_article, values={"title": "T"})
    before = Article.objects.filter(pk=full_article.pk).values().get()

    edit(desk, full_article, **{name: "1", f"{name}_0": "2020-01-01", f"{name}_1": "00:00:00"})

    assert Article.objects.filter(pk=full_article.pk).values().get() == before
    assert full_article.imported.values == {"title": "T"}


def test_credits_are_added_in_order(desk):
    article = make_article()
    rows = {"credits-TOTAL_FORMS": "2"}
    for number, name in enumerate(("Ann", "Bea")):
        rows |= {f"credits-{number}-role": "author", f"credits-{number}-name": name}

    edit(desk, article, **rows)

    assert list(article.credits.values_list("name", "position")) == [("Ann", 0), ("Bea", 1)]
    article.refresh_from_db()
    assert article.version == 2


def test_the_editor_runs_under_the_nonce_of_the_page(desk):
    response = desk.get(page_of(make_article()))

    policy = response["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
    assert "unsafe" not in policy


def test_values_that_an_import_did_not_take_are_shown(desk):
    article = make_article()
    incoming = {"title": "Their newer title", "credits": [["author", "", "Ann"]], "summary": None}
    for field, value in incoming.items():
        Conflict.objects.create(article=article, field=field, incoming=value)

    page = desk.get(page_of(article)).content.decode()

    assert "Their newer title" in page
    assert "Author · Ann" in page


def test_history_lists_versions_and_steps(desk, full_article):
    edit(desk, full_article, title="A shorter title")
    edit(desk, full_article, _move="published", move_note="Well done")

    response = desk.get(reverse("admin:articles_article_history", args=[full_article.pk]))

    page = response.content.decode()
    assert "Well done" in page
    assert [v.changed for v in response.context["versions"]] == [["published"], ["title"], []]


def test_history_only_reads(desk):
    address = reverse("admin:articles_article_history", args=[make_article().pk])

    assert desk.post(address).status_code == 405
    assert desk.get(reverse("admin:articles_article_history", args=[999])).status_code == 404


def test_a_person_who_may_not_change_the_text_reads_it(client, writer):
    article = make_published(body="<p>Words <em>of</em> it.</p>")
    client.force_login(writer)

    response = client.get(page_of(article))

    assert "Words of it." in response.content.decode()
    assert b'name="title"' not in response.content


def test_a_lead_picture_is_one(desk):
    article = make_article(lead=make_image())
    other = make_image()
    ArticleImage.objects.create(article=article, image=other, position=1)

    response = edit(desk, article, **{"article_images-1-role": ImageRole.LEAD})

    assert response.status_code == 200
    assert article.article_images.filter(role=ImageRole.LEAD).count() == 1
