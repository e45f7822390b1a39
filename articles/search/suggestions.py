"""What to ask instead, for whoever found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import OperationalError, connection

from articles.search.confirming import has_read_too_many
from articles.search.matching import one_row
from articles.search.newest import Shelf
from articles.search.questions import HOLDS
from articles.text.folding import is_paired
from articles.text.tokens import Asked, Term, asked
from articles.text.vocabulary import LONGEST, SHORTEST

MOST = 3
# Words of one search that others are sought for, and searches tried that want less.
WORDS, LESS = 3, 12
_SAME = "SELECT {} AS number, word FROM articles_searchword WHERE word IN ({})"
_LIKE = (
    "SELECT {} AS number, word FROM articles_searchword"
    " WHERE word >= %s AND word < %s AND substr(word, %s) IN (%s, %s)"
)


def suggestions(question: Asked, shelf: Shelf) -> list[str]:
    """Return searches like this one that find something among what readers see.

    Words come out of all texts, and all that are like one asked for are tried: none takes the
    place of another, so what only drafts hold changes nothing, however many words that is. How
    many may be like it follows from its own letters.
    """
    if not question.wanted:
        return []
    all_the_same = [" ".join(map(_written, question.wanted))] if question.unwanted else []
    less = islice(_reduced(question), LESS)
    tried = dict.fromkeys([*all_the_same, *_respelled(question), *less])
    questions = {text: asked(text) for text in tried}
    hopeful = [text for text, one in questions.items() if one.wanted and one != question]
    # The question itself is asked too: a query less would tell that no word is like it.
    matches = [one_row(question), *(one_row(questions[text]) for text in hopeful)]
    finds = _find_something(matches, shelf)
    return [hopeful[number - 1] for number in sorted(finds) if number][:MOST]


def _reduced(question: Asked) -> Iterator[str]:
    """Yield searches that want less."""
    words = list(map(_written, question.wanted))
    if any(len(term.runs) > 1 for term in question.wanted):
        yield " ".join(run for term in question.wanted for run in term.runs)
    if len(words) > 1:
        for number in reversed(range(len(words))):
            yield " ".join(words[:number] + words[number + 1 :])
    elif is_paired(run := question.wanted[0].runs[0]) and len(run) > 2:
        half = (len(run) + 1) // 2
        yield f"{run[:half]} {run[half:]}"
        yield run[:-1]
        yield run[1:]


def _respelled(question: Asked) -> list[str]:
    """Return searches with one word spelled otherwise."""
    words = {term.runs[0] for term in question.wanted if len(term.runs) == 1}
    fit = [word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    known = _like(sorted(fit, key=lambda word: (-len(word), word))[:WORDS])
    return [_with(question.wanted, word, other) for other, word in sorted(known)]


def _like(words: Sequence[str]) -> set[tuple[str, str]]:
    """Return known words that are one slip of the hand from these, each with the one it is like.

    A slip is a letter too many or two swapped; or, behind the first two letters, one that is
    wrong or left out. (Before those, too much of the table would have to be read.)
    """
    if not words:
        return set()
    asked_for = [_SAME.format(number, _marks(word)) for number, word in enumerate(words)]
    given: list[str | int] = [other for word in words for other in _shuffled(word)]
    for number, word in enumerate(words):
        places = range(2, len(word) + 1)
        asked_for += [_LIKE.format(number)] * len(places)
        given += [value for place in places for value in _split(word, place)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(asked_for), given)
        found = {(known, words[number]) for number, known in cursor.fetchall()}
    return found - {(word, word) for word in words}


def _shuffled(word: str) -> list[str]:
    """Return a word without each of its letters, and with each swapped for the next."""
    places = range(len(word))
    without = [word[:i] + word[i + 1 :] for i in places]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]]
    return without + swapped


def _marks(word: str) -> str:
    return ", ".join(["%s"] * len(_shuffled(word)))


def _split(word: str, place: int) -> tuple[str | int, ...]:
    """Return what `_LIKE` wants to know of words with another letter at a place, or one more."""
    start = word[:place]
    end = start[:-1] + chr(ord(start[-1]) + 1)
    return (start, end, place + 2, word[place + 1 :], word[place:])


def _find_something(matches: Sequence[str], shelf: Shelf) -> list[int]:
    """Return the numbers of the questions that find an article, in one query."""
    condition, values = shelf.conditions()
    cards = f"articles_card c ON c.article_id = r.article_id WHERE {condition}"
    if connection.vendor == "sqlite":
        given: Any = f"[{', '.join(matches)}]"
        index, text = (f"json_extract(tried.value, '$[{place}]')" for place in range(2))
        # No text is read but of what may be shown.
        tables = "article_search s CROSS JOIN articles_searchrow r ON r.id = s.rowid CROSS JOIN"
        one = f"SELECT 1 FROM articles_article a WHERE a.id = c.article_id AND {HOLDS}"  # noqa: S608
        statement = (
            "SELECT tried.key FROM json_each(%s) tried WHERE EXISTS"  # noqa: S608
            f" (SELECT 1 FROM {tables} {cards} AND s.article_search MATCH {index}"
            f" AND ({text} = '' OR EXISTS ({one.replace('%s', text)})))"
        )
    else:
        given = list(matches)
        statement = (
            "SELECT number - 1 FROM unnest(%s::text[]) WITH ORDINALITY AS tried(words, number)"  # noqa: S608
            f" WHERE EXISTS (SELECT 1 FROM articles_searchrow r JOIN {cards}"
            " AND r.vector @@ tried.words::tsquery)"
        )
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement, [given, *values])
            return [number for (number,) in cursor.fetchall()]
        except OperationalError:
            if has_read_too_many():
                return []  # what was asked has its answer, which is nothing
            raise


def _with(terms: Sequence[Term], word: str, other: str) -> str:
    return " ".join(other if term.runs == (word,) else _written(term) for term in terms)


def _written(term: Term) -> str:
    return term.runs[0] if len(term.runs) == 1 else f'"{" ".join(term.runs)}"'
