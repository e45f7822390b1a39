"""About how many entries a list has, where counting them would take too long."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from articles.cards.lists import Reader
from articles.models import Card, Listed
from articles.models.fields import PUBLIC_ID_ALPHABET

# Cards that an estimate rests on: what is true of a tenth of all is off by a fourteenth.
SAMPLE = 2_000


def estimated(rows: QuerySet[Listed], reader: Reader) -> int:
    """Return about how many entries there are, out of a sample of what the reader sees.

    Public ids are drawn at random: the first cards in their order are a fair sample of all, and
    how far into all possible ids they reach says how many there are. So nothing that is not
    visible counts, as it would in what the databases themselves believe of their tables.
    """
    cards = Card.objects.filter(reader.sees()).order_by("public_id")
    is_among = Exists(rows.filter(card=OuterRef("pk")))
    sample = list(cards.values_list("public_id", is_among)[:SAMPLE])
    among = sum(1 for _public_id, found in sample if found)
    if len(sample) < SAMPLE:
        return among
    return round(among / share(sample[-1][0]))


def share(public_id: str) -> float:
    """Return which part of all ids stands up to one.

    >>> share("222222222222"), round(share("j22222222222"), 2)
    (0.0, 0.5)
    """
    digits = map(PUBLIC_ID_ALPHABET.index, public_id)
    base = len(PUBLIC_ID_ALPHABET)
    return float(sum(digit / base**place for place, digit in enumerate(digits, 1)))
