"""`rebuild_cards` and `announce_due`, and what a card says of odd texts."""

from __future__ import annotations

import json
import signal
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.cards import rebuilding
from articles.cards.filled import filled
from articles.choices import Status
from articles.models import Article, Card, Change, Listed
from tests.builders import make_article, make_published

pytestmark = pytest.mark.django_db


def command(name, **options):
    out = StringIO()
    call_command(name, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def checked():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rebuild_cards", check=True, stdout=out)
    return out.getvalue().strip(), ended.value.code


def cards():
    columns = [field.attname for field in Card._meta.fields]
    return list(Card.objects.order_by("pk").values_list(*columns))


def entries():
    return set(Listed.objects.values_list("card", "heading", "published_at", "sort_at"))


def test_what_an_upgrade_leaves_without_cards_gets_them():
    articles = [make_published() for _ in range(3)]
    make_article()
    before = cards(), entries()
    Card.objects.filter(article=articles[0]).delete()
    Card.objects.filter(article=articles[1]).update(rules="former", face="")

    assert checked() == ("2 cards are lacking or too many.", 1)
    assert command("rebuild_cards") == "2 cards are in step."

    assert (cards(), entries()) == before
    assert checked() == ("0 cards are lacking or too many.", 0)
    assert command("rebuild_cards") == "0 cards are in step."


def test_a_card_of_an_article_that_is_not_published_goes():
    article = make_published()
    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)

    assert checked() == ("1 card is lacking or too many.", 1)
    assert command("rebuild_cards") == "1 card is in step."

    assert not Card.objects.exists()
    assert Change.objects.order_by("pk").last().kind == "deleted"


def test_anew_makes_all_cards_again_and_tells_what_they_had_missed():
    same, other = make_published(), make_published()
    before = cards()
    Article.objects.filter(pk=other.pk).update(title="Written behind the newsroom's back")

    assert command("rebuild_cards", anew=True) == "2 cards are in step."

    assert cards()[0] == before[0]
    assert list(Change.objects.order_by("pk").values_list("kind", "public_id"))[2:] == [
        ("corrected", other.public_id)
    ]
    assert same.pk < other.pk


def test_what_was_stopped_goes_on_where_it_was():
    for _ in range(5):
        make_published()
    Card.objects.all().delete()

    class Stopped(Exception):
        pass

    def stop(_done):
        raise Stopped

    with pytest.raises(Stopped):
        rebuilding.rebuild(stop, batch=2)

    assert rebuilding.lacking() == 3
    done: list[int] = []
    assert rebuilding.rebuild(done.append, batch=2) == 3
    assert done == [2, 1]


def test_what_has_come_by_the_clock_is_told_by_a_command_too():
    make_published(published_at=timezone.now() + timedelta(seconds=0.1))
    make_published(published_at=timezone.now() + timedelta(days=1))
    assert command("announce_due") == "0 articles have come or gone."
    threading.Event().wait(0.15)

    assert command("announce_due") == "1 article has come or gone."
    assert command("announce_due") == "0 articles have come or gone."


def test_a_command_that_goes_on_ends_when_somebody_stops_it():
    alarm = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    alarm.start()

    assert command("announce_due", every=1) == ""

    alarm.join()


def test_a_command_that_goes_on_waits_a_second_at_least():
    with pytest.raises(CommandError, match="1 or more"):
        command("announce_due", every=0)


@pytest.mark.parametrize(
    "text", [r"C:\u0001\u0002\u0003", '"\\u0001"', '\\"', "\u2028</script>", "\\\\u0001", "\\"]
)
def test_whatever_a_title_holds_a_card_is_json_and_says_it(text):
    article = make_published(text, subtitle=text, keywords=[text])
    card = Card.objects.get(article=article)

    (whole,) = filled([f"{card.face},{card.rest}"], "http://testserver")

    said = json.loads("{" + whole + "}")
    assert said["title"] == said["subtitle"] == said["keywords"][0] == text
    assert said["uri"] == f"http://testserver/api/v1/articles/{article.public_id}/"
