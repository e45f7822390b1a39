"""The page on which an article is written, checked and published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.choices import CreditRole, ImageRole, SourceKind, Status
from articles.models import Article, ArticleImage, Conflict, Credit, ImportedValues, Revision
from articles.search.query import search
from tests.builders import (
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
)
from tests.forms import form_on

BODY = (
    "<p>Line one<br>line two &amp; more</p><pre><code>a\n  b</code></pre>"
    '<figure><img src="https://pictures.example/a.jpg?x=1&amp;y=%20" alt="a &gt; b">'
    "<figcaption>Caption</figcaption></figure>"
    "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>"
)


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def edit(client, article: Article, **values: str):
    """Open the page as it is, change some values and save."""
    data = form_on(client.get(page_of(article)), "article_form") | values
    return client.post(page_of(article), data, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def full_article(db) -> Article:
    article = make_article(
        "Two  spaces, “quotes”",
        body=BODY,
        summary="First line\nsecond line",
        keywords=["bridge", "river, wide"],
        source=make_source("Harbour Post"),
        categories=(make_category("City"), make_category("Water")),
        lead=make_image(),
        originally_published_at=datetime(2025, 3, 2, 7, 30, 15, 123456, tzinfo=UTC),
    )
    Credit.objects.create(article=article, role=CreditRole.REPORTER, label="记者", name="王芳")
    return article


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


class TestStale:
    """Two people open version 1; one saves, then the other."""

    @pytest.fixture
    def opened(self, desk, full_article):
        return form_on(desk.get(page_of(full_article)), "article_form")

    def save(self, desk, article, data, **values):
        return desk.post(page_of(article), data | values, follow=True)

    def test_the_second_sees_a_comparison_and_overwrites_nothing(self, desk, full_article, opened):
        self.save(desk, full_article, opened, title="Theirs")

        response = self.save(desk, full_article, opened, title="Mine")

        page = response.content.decode()
        full_article.refresh_from_db()
        assert (full_article.title, full_article.version) == ("Theirs", 2)
        assert 'id="compare-title"' in page
        assert "Theirs" in page
        assert form_on(response, "article_form")["title"] == "Mine"

    def test_what_only_the_first_changed_is_taken_over(self, desk, full_article, opened):
        theirs = {"subtitle": "Theirs", "language": "en", "embargo_until_0": "2030-01-01"}
        self.save(desk, full_article, opened, **theirs, embargo_until_1="06:00:00", categories=[])

        response = self.save(desk, full_article, opened, title="Mine")
        self.save(desk, full_article, form_on(response, "article_form"))

        full_article.refresh_from_db()
        assert (full_article.title, full_article.subtitle) == ("Mine", "Theirs")
        assert full_article.embargo_until == datetime(2030, 1, 1, 6, tzinfo=UTC)
        assert full_article.categories.count() == 0
        assert full_article.version == 3

    def test_a_saved_again_form_wins_knowingly(self, desk, full_article, opened):
        self.save(desk, full_article, opened, title="Theirs")
        response = self.save(desk, full_article, opened, title="Mine")

        self.save(desk, full_article, form_on(response, "article_form"))

        full_article.refresh_from_db()
        assert full_article.title == "Mine"
        assert full_article.body == BODY
        versions = Revision.objects.order_by("version").values_list("values__title", flat=True)
        assert list(versions) == ["Two  spaces, “quotes”", "Theirs", "Mine"]

    def test_rows_of_both_stay(self, desk, full_article, opened):
        new = {"credits-TOTAL_FORMS": "2", "credits-1-role": "editor", "credits-1-name": "Theirs"}
        self.save(desk, full_article, opened, **new)

        response = self.save(desk, full_article, opened, **new | {"credits-1-name": "Mine"})
        self.save(desk, full_article, form_on(response, "article_form"))

        names = set(full_article.credits.values_list("name", flat=True))
        assert names == {"王芳", "Theirs", "Mine"}

    def test_a_row_that_the_first_deleted_is_no_error(self, desk, full_article, opened):
        self.save(desk, full_article, opened, **{"credits-0-DELETE": "on"})

        response = self.save(desk, full_article, opened, title="Mine")
        self.save(desk, full_article, form_on(response, "article_form"))

        full_article.refresh_from_db()
        assert full_article.title == "Mine"
        assert full_article.credits.count() == 0

    @pytest.mark.parametrize("seen", ["", "0", "99", "x"])
    def test_a_forged_version_saves_nothing(self, desk, full_article, opened, seen):
        self.save(desk, full_article, opened, title="Forged", seen=seen)

        full_article.refresh_from_db()
        assert full_article.version == 1


def test_publishing_saves_what_was_typed_first(desk, chief):
    article = make_article()

    edit(desk, article, title="Mended", _move="published")

    article.refresh_from_db()
    assert (article.title, article.status) == ("Mended", Status.PUBLISHED)
    assert article.reviews.get().by == chief


def test_an_untitled_article_is_not_published(desk):
    article = make_article("")

    response = edit(desk, article, _move="published")

    assert said(response)[-1] == "An article without a title cannot be published."
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_withdrawing_asks_for_a_notice(desk):
    article = make_published()

    first = edit(desk, article, _move="withdrawn")
    edit(desk, article, _move="withdrawn", move_note="The figures were wrong.")

    assert "Say why" in said(first)[-1]
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN
    assert article.withdrawal_notice == "The figures were wrong."


@pytest.mark.parametrize("to", ["approved", "nowhere", ""])
def test_a_forged_move_is_refused_with_words(desk, to):
    article = make_article()

    response = edit(desk, article, _move=to)

    assert len(said(response)) == 1
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_public_article_links_to_its_page(desk):
    article = make_published()

    page = desk.get(page_of(article)).content.decode()

    assert f'href="{article.get_absolute_url()}"' in page


def test_a_draft_has_no_link_to_the_site(desk):
    assert b"view-on-site" not in desk.get(page_of(make_article())).content


def test_the_page_offers_the_moves_of_the_person(client, writer, publisher):
    article = make_article()

    client.force_login(writer)
    assert b"move-published" not in client.get(page_of(article)).content
    client.force_login(publisher)
    assert b"move-published" in client.get(page_of(article)).content


def test_a_reviewer_returns_an_article_whose_text_is_settled(client, reviewer):
    article = make_article(status=Status.APPROVED)
    client.force_login(reviewer)
    data = form_on(client.get(page_of(article)), "article_move_form")

    address = reverse("admin:articles_article_move", args=[article.pk])
    client.post(address, data | {"_move": "draft", "move_note": "One more look."})

    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_move_over_a_version_nobody_saw_is_refused(client, reviewer):
    article = make_article(status=Status.APPROVED, version=3)
    client.force_login(reviewer)

    address = reverse("admin:articles_article_move", args=[article.pk])
    response = client.post(address, {"_move": "draft", "seen": "2"}, follow=True)

    assert "Somebody else" in said(response)[-1]
    article.refresh_from_db()
    assert article.status == Status.APPROVED


def act(client, action: str, *articles: Article, **values: str):
    data = {"action": action, "_selected_action": [a.pk for a in articles], **values}
    return client.post(reverse("admin:articles_article_changelist"), data, follow=True)


def test_several_articles_are_published_at_once_and_the_others_are_named(desk):
    good, untitled = make_article("Good"), make_article("")

    response = act(desk, "publish", good, untitled)

    good.refresh_from_db()
    untitled.refresh_from_db()
    assert (good.status, untitled.status) == (Status.PUBLISHED, Status.DRAFT)
    assert said(response)[0] == "1 article is now: Published."
    assert "without a title" in said(response)[1]


def test_several_articles_are_withdrawn_with_one_notice(desk):
    articles = [make_published(), make_published()]

    act(desk, "withdraw", *articles, note="A mistake of ours.")

    notices = Article.objects.values_list("status", "withdrawal_notice")
    assert set(notices) == {("withdrawn", "A mistake of ours.")}


@pytest.mark.parametrize(
    ("action", "status", "to"),
    [
        ("submit", Status.DRAFT, Status.IN_REVIEW),
        ("approve", Status.IN_REVIEW, Status.APPROVED),
        ("send_back", Status.IN_REVIEW, Status.DRAFT),
    ],
)
def test_an_action_makes_its_move(desk, action, status, to):
    article = make_article(status=status)

    act(desk, action, article)

    article.refresh_from_db()
    assert article.status == to


def test_long_lists_of_refusals_are_summarised(desk):
    articles = [make_article("") for _number in range(12)]

    response = act(desk, "publish", *articles)

    assert said(response)[-1] == "… and 2 more."


def test_too_many_articles_at_once_are_refused(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.moves.MOST_AT_ONCE", 1)
    articles = [make_article(), make_article()]

    response = act(desk, "publish", *articles)

    assert "at most 1" in said(response)[0]
    assert not Article.objects.published().exists()


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
