"""How articles move, and who may move them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import revisions, workflow
from articles.choices import Status
from articles.models import Article
from tests.builders import LONG_AGO, edit, make_article, make_published

pytestmark = pytest.mark.django_db


def test_a_writer_submits_a_reviewer_approves_a_publisher_publishes(writer, reviewer, publisher):
    article = make_article()

    workflow.move(article, Status.IN_REVIEW, by=writer)
    workflow.move(article, Status.APPROVED, by=reviewer)
    workflow.move(article, Status.PUBLISHED, by=publisher)

    assert article.status == Status.PUBLISHED
    assert article.is_public()
    assert [r.by for r in article.reviews.order_by("pk")] == [writer, reviewer, publisher]


def test_a_writer_may_not_publish(writer):
    article = make_article()

    with pytest.raises(workflow.MoveNotAllowed, match="You may not do this: Publish"):
        workflow.move(article, Status.PUBLISHED, by=writer)

    assert Article.objects.get().status == Status.DRAFT


def test_a_draft_is_published_at_once_where_the_desk_has_one_stage(publisher):
    article = make_article()

    workflow.move(article, Status.PUBLISHED, by=publisher)

    assert article.is_public()


def test_a_draft_is_not_published_at_once_where_the_desk_has_stages(publisher, settings):
    settings.NEWSROOM_ONE_STAGE = False
    article = make_article()

    assert (Status.PUBLISHED, "Publish") not in workflow.moves_for(article, publisher)
    with pytest.raises(workflow.MoveNotAllowed, match="cannot go from “Draft” to “Published”"):
        workflow.move(article, Status.PUBLISHED, by=publisher)


def test_an_untitled_article_is_not_published(publisher):
    article = make_article(title="  ")

    with pytest.raises(workflow.MoveNotAllowed, match="without a title"):
        workflow.move(article, Status.PUBLISHED, by=publisher)


def test_an_article_without_a_text_or_a_picture_in_it_is_not_published(publisher):
    article = make_article(body=" ")

    with pytest.raises(workflow.MoveNotAllowed, match="without a text"):
        workflow.move(article, Status.PUBLISHED, by=publisher)


def test_withdrawing_wants_a_notice_for_readers(publisher):
    article = make_published()

    with pytest.raises(workflow.MoveNotAllowed, match="Say why"):
        workflow.move(article, Status.WITHDRAWN, by=publisher, note=" ")
    workflow.move(article, Status.WITHDRAWN, by=publisher, note="The figures were wrong.")

    assert article.withdrawal_notice == "The figures were wrong."
    assert article.withdrawn_at is not None
    assert not article.is_public()


def test_a_withdrawn_article_can_be_published_again(publisher):
    article = make_published()
    first = article.published_at
    workflow.move(article, Status.WITHDRAWN, by=publisher, note="Checking.")

    workflow.move(article, Status.PUBLISHED, by=publisher)

    assert article.is_public()
    assert article.withdrawal_notice == ""
    assert article.withdrawn_at is None
    assert article.published_at == first
    assert not article.was_public


@pytest.mark.parametrize("is_by_command", [False, True])
@pytest.mark.parametrize("field", ["published_at", "embargo_until"])
@pytest.mark.parametrize("was_public", [False, True])
def test_what_readers_saw_of_a_withdrawn_article_outlives_edits_of_its_dates(
    publisher, field, was_public, is_by_command
):
    never: dict[str, Any] = {field: timezone.now() + timedelta(days=9)}
    long_ago: dict[str, Any] = {field: LONG_AGO}
    article = make_published(**long_ago if was_public else never)

    if is_by_command:
        workflow.move_all([article.pk], Status.WITHDRAWN, note="Wrong.")
    else:
        workflow.move(article, Status.WITHDRAWN, by=publisher, note="Wrong.")
    edit(article, **never if was_public else long_ago)

    assert Article.objects.withdrawn().exists() is was_public


def test_the_reviewers_of_a_round_are_different_people(reviewer, writer):
    article = make_article(status=Status.IN_REVIEW)
    workflow.move(article, Status.APPROVED, by=reviewer)
    Article.objects.update(status=Status.IN_REVIEW)
    article.refresh_from_db()

    with pytest.raises(workflow.MoveNotAllowed, match="already approved"):
        workflow.move(article, Status.APPROVED, by=reviewer)


def test_a_returned_article_begins_a_new_round(writer, reviewer):
    article = make_article(status=Status.IN_REVIEW)

    workflow.move(article, Status.DRAFT, by=reviewer, note="The second paragraph needs a source.")

    assert article.review_round == 2


def test_who_approved_an_article_may_approve_it_in_another_round(writer, reviewer):
    article = make_article(status=Status.IN_REVIEW)
    for to in (Status.APPROVED, Status.DRAFT):
        workflow.move(article, to, by=reviewer)
    workflow.move(article, Status.IN_REVIEW, by=writer)

    workflow.move(article, Status.APPROVED, by=reviewer)

    assert [review.round for review in article.reviews.filter(to_status=Status.APPROVED)] == [2, 1]


def test_a_move_over_a_change_somebody_has_not_seen_is_stale(publisher):
    article = make_article()
    Article.objects.update(version=5)

    with pytest.raises(revisions.StaleArticle, match="Somebody else"):
        workflow.move(article, Status.PUBLISHED, by=publisher, seen=1)


def test_publishing_keeps_the_text_and_when_readers_saw_it(publisher):
    at = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
    article = make_article()

    workflow.move(article, Status.PUBLISHED, by=publisher, at=at)

    draft, public = article.revisions.order_by("version")
    assert draft.visible_from is None
    assert public.visible_from is not None
    assert public.values["title"] == article.title
    assert public.by == publisher


@pytest.mark.parametrize("date", ["published_at", "embargo_until"])
def test_a_scheduled_article_is_seen_from_its_own_moment(publisher, date):
    later = timezone.now() + timedelta(days=1)
    article = make_article()
    setattr(article, date, later)
    article.save()

    workflow.move(article, Status.PUBLISHED, by=publisher)

    assert not article.is_public()
    assert article.is_public(at=later)
    assert article.revisions.order_by("version").last().visible_from == later


def test_moves_for_offers_what_the_person_may_do(writer, reviewer, publisher):
    article = make_article()

    assert workflow.moves_for(article, writer) == [(Status.IN_REVIEW, "Submit for review")]
    assert (Status.PUBLISHED, "Publish") in workflow.moves_for(article, publisher)
    assert workflow.moves_for(make_published(), reviewer) == []


class TestMovingMany:
    def test_an_original_date_that_is_known_and_past_becomes_the_date_of_publication(self):
        at = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
        old = make_article(originally_published_at=datetime(2020, 1, 1, tzinfo=UTC))
        undated = make_article()
        future = make_article(originally_published_at=datetime(2030, 1, 1, tzinfo=UTC))

        moved = workflow.move_all([old.pk, undated.pk, future.pk], Status.PUBLISHED, at=at)

        assert moved == workflow.Moved(3, {})
        dates = dict(Article.objects.values_list("pk", "published_at"))
        assert dates == {old.pk: datetime(2020, 1, 1, tzinfo=UTC), undated.pk: at, future.pk: at}
        assert Article.objects.get(pk=undated.pk).sort_at == at

    def test_what_may_not_be_published_stays_a_draft_and_says_why(self):
        article = make_article(title="")

        moved = workflow.move_all([article.pk], Status.PUBLISHED)

        assert moved.moved == 0
        assert "without a title" in moved.kept[article.pk]

    def test_a_second_time_changes_nothing(self):
        article = make_article()
        workflow.move_all([article.pk], Status.PUBLISHED)
        before = list(Article.objects.values())

        assert workflow.move_all([article.pk], Status.PUBLISHED).moved == 0
        assert list(Article.objects.values()) == before

    def test_takes_as_many_queries_for_one_as_for_twenty(self, django_assert_num_queries):
        ids = [make_article().pk for _ in range(21)]

        with CaptureQueriesContext(connection) as for_one:
            workflow.move_all(ids[:1], Status.PUBLISHED)
        with django_assert_num_queries(len(for_one)):
            workflow.move_all(ids[1:], Status.PUBLISHED)

    def test_publishing_again_takes_the_notice_back(self):
        article = make_article(status=Status.WITHDRAWN, withdrawal_notice="Checking.")

        workflow.move_all([article.pk], Status.PUBLISHED)

        article.refresh_from_db()
        assert (article.withdrawal_notice, article.withdrawn_at) == ("", None)

    def test_withdraws_with_one_notice(self):
        article = make_published()

        workflow.move_all([article.pk], Status.WITHDRAWN, note="Retracted by its source.")

        article.refresh_from_db()
        assert article.withdrawal_notice == "Retracted by its source."

    @pytest.mark.parametrize(
        ("start", "to", "round_"),
        [(Status.IN_REVIEW, Status.DRAFT, 2), (Status.DRAFT, Status.IN_REVIEW, 1)],
    )
    def test_counts_rounds_as_a_single_move_does(self, start, to, round_):
        article = make_article(status=start)

        workflow.move_all([article.pk], to)

        article.refresh_from_db()
        assert (article.status, article.review_round) == (to, round_)
