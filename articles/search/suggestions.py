"""What to ask instead, for whoever found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection

from articles.search.matching import one_row
from articles.search.newest import Shelf
from articles.text.folding import is_paired
from articles.text.tokens import Asked, Term, asked
from articles.text.vocabulary import LONGEST, SHORTEST, distance

MOST = 3
# Of one search: words that are spelled otherwise, known words compared with each of them, and
# searches tried with one of those or with less.
WORDS, LIKE, TRIED, LESS = 3, 200, 20, 12
# Letters by which a word may be mistaken; short words are like too many others with two.
_LONG = 6
_LIKE = (
    "SELECT {} AS number, word FROM (SELECT word FROM articles_searchword"
    " WHERE ((word >= %s AND word < %s) OR (word >= %s AND word < %s))"
    " AND length(word) BETWEEN %s AND %s"
    " ORDER BY CASE WHEN substr(word, 1, 3) = %s THEN 0 ELSE 1 END"
    " + CASE WHEN substr(word, length(word) - 1) = %s THEN 0 ELSE 1 END,"
    " abs(length(word) - %s), word LIMIT %s) AS known"
)


def suggestions(question: Asked, shelf: Shelf) -> list[str]:
    """Return searches like this one that find something among what readers see.

    Words come out of all texts, so each is tried among those first: what only a draft holds is
    never told, and costs no query.
    """
    if not question.wanted:
        return []
    tried = dict.fromkeys([*_respelled(question), *islice(_reduced(question), LESS)])
    questions = {text: asked(text) for text in tried}
    hopeful = [text for text, one in questions.items() if one.wanted and one != question]
    # The question itself is asked too: a query less would tell that no word is like it.
    matches = [one_row(question), *(one_row(questions[text]) for text in hopeful)]
    finds = _find_something(matches, shelf)
    return [hopeful[number - 1] for number in sorted(finds) if number][:MOST]


def _reduced(question: Asked) -> Iterator[str]:
    """Yield searches that want less."""
    words = list(map(_written, question.wanted))
    if question.unwanted:
        yield " ".join(words)
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
    """Return searches with one word spelled otherwise, the likeliest first."""
    words = {term.runs[0] for term in question.wanted if len(term.runs) == 1}
    fit = [word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    near = [
        (far, other, word)
        for word, other in _like(sorted(fit, key=lambda word: (-len(word), word))[:WORDS])
        if 0 < (far := distance(word, other, _most(word))) <= _most(word)
    ]
    return [_with(question.wanted, word, other) for _far, other, word in sorted(near)[:TRIED]]


def _most(word: str) -> int:
    return 1 + (len(word) >= _LONG)


def _like(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return each word with known ones about as long that begin as it does.

    Its first two letters may be swapped. Those that end as it does too, or share a third letter,
    come before others, of which there may be too many.
    """
    if not words:
        return []
    given = [value for word in words for value in _limits(word)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_LIKE.format, range(len(words)))), given)
        return [(words[number], known) for number, known in cursor.fetchall()]


def _limits(word: str) -> tuple[str | int, ...]:
    """Return what `_LIKE` wants to know of a word."""
    starts = [(start, start[0] + chr(ord(start[1]) + 1)) for start in (word[:2], word[1::-1])]
    size, most = len(word), _most(word)
    return (*starts[0], *starts[1], size - most, size + most, word[:3], word[-2:], size, LIKE)


def _find_something(matches: Sequence[str], shelf: Shelf) -> list[int]:
    """Return the numbers of the questions that find an article, in one query."""
    condition, values = shelf.conditions()
    cards = f"articles_card c ON c.article_id = r.article_id WHERE {condition}"
    if connection.vendor == "sqlite":
        rows = ", ".join(["(%s, %s)"] * len(matches))
        given = [value for pair in enumerate(matches) for value in pair]
        statement = (
            f"WITH tried(number, words) AS (VALUES {rows}) SELECT number FROM tried WHERE EXISTS"  # noqa: S608
            " (SELECT 1 FROM article_search s CROSS JOIN articles_searchrow r ON r.id = s.rowid"
            f" CROSS JOIN {cards} AND s.article_search MATCH tried.words)"
        )
    else:
        given = [list(matches)]  # type: ignore[list-item]
        statement = (
            "SELECT number - 1 FROM unnest(%s::text[]) WITH ORDINALITY AS tried(words, number)"  # noqa: S608
            f" WHERE EXISTS (SELECT 1 FROM articles_searchrow r JOIN {cards}"
            " AND r.vector @@ tried.words::tsquery)"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *values])
        return [number for (number,) in cursor.fetchall()]


def _with(terms: Sequence[Term], word: str, other: str) -> str:
    return " ".join(other if term.runs == (word,) else _written(term) for term in terms)


def _written(term: Term) -> str:
    return term.runs[0] if len(term.runs) == 1 else f'"{" ".join(term.runs)}"'
