"""`/api/v1/changes/`: whoever follows another history is told so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.choices import KeyScope, Status
from articles.models import Change, Counter
from tests.builders import make_article, make_published
from tests.keys import make_key, program
from tests.mirror import CHANGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]


def asked(client, since, **headers):
    connection.check_constraints()  # numbers are given at the commit
    return client.get(CHANGES, {"since": since}, headers=headers)


@pytest.mark.parametrize("ahead", [1, 2**63 - 2], ids=["by one", "far"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_number_of_another_history_is_refused_and_kept_by_nobody(client, ahead, method):
    make_published()
    connection.check_constraints()

    response = getattr(client, method)(CHANGES, {"since": 1 + ahead})

    assert response.status_code == 400
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    if method == "get":
        (error,) = response.json()["errors"]
        assert error["parameter"] == "since"
        assert "newest change has the number 1." in error["detail"]


def test_before_the_first_change_only_nought_is_good(client):
    assert asked(client, 0).json()["next"] == 0
    assert asked(client, 1).status_code == 400


def test_the_newest_number_is_good(client):
    make_published()

    answer = asked(client, 1)

    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_a_tag_of_before_a_backup_was_restored_hides_nothing(client):
    make_published()
    tag = asked(client, 1)["ETag"]
    Change.objects.all().delete()
    Counter.objects.filter(name=Counter.CHANGES).update(number=0)

    assert asked(client, 1, **{"if-none-match": tag}).status_code == 400


def test_hidden_articles_make_no_number_good(client):
    make_published()
    before = asked(client, 2)
    ahead = timezone.now() + timedelta(days=1)
    make_article()
    make_article(status=Status.PUBLISHED, published_at=ahead)
    make_article(status=Status.PUBLISHED, embargo_until=ahead)

    after = asked(client, 2)

    assert (after.status_code, after.content) == (400, before.content)


def test_a_key_makes_no_number_good(client):
    make_published()
    partner = program(make_key("Partner", KeyScope.EMBARGOED))

    assert asked(partner, 1).status_code == 200
    assert asked(partner, 2).status_code == 400
