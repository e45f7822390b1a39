from __future__ import annotations

import pytest

from articles.ingest.describe.title import header_title, repair
from articles.ingest.formats import front_matter
from articles.ingest.records import Place, RawDocument


def post(title: str) -> RawDocument:
    return front_matter.read(f"---\ndate: x\ntitle: '{title}'\n---\n", Place("", "post"))


@pytest.mark.parametrize(
    ("title", "body", "repaired"),
    [
        pytest.param("关于_试行_的说明", "这是关于“试行”的说明。", "关于“试行”的说明", id="quotes"),
        pytest.param(
            "Ferry_ the last run", "The Ferry: the last run.", "Ferry: the last run", id="colon"
        ),
        pytest.param("Is it over_", "They ask: Is it over? No.", "Is it over?", id="at-the-end"),
        pytest.param(
            "甲乙丙丁_戊 己庚辛", "甲乙丙丁“戊\n己庚辛", "甲乙丙丁“戊 己庚辛", id="line-break"
        ),
        pytest.param(
            "Long words before it and_or after",
            "Elsewhere: before it and/or after",
            "Long words before it and/or after",
            id="narrower-context",
        ),
    ],
)
def test_a_title_is_mended_from_the_body_s_own_words(title, body, repaired):
    found = repair(title, body)

    assert found is not None
    assert found[0] == repaired


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("关于_试行_的说明", "这里没有。", id="not-in-the-body"),
        pytest.param("关于_试行_的_说明", "这是关于“试行”的事。", id="not-all-of-them"),
        pytest.param("one two_three four", "one two:three four, one two/three four", id="two-ways"),
        pytest.param("use snake_case now", "how to use snake_case now", id="the-body-writes-it"),
        pytest.param("a_b", "a:b", id="too-little-around"),
        pytest.param("a_" * 20 + "end", "a:" * 20 + "end", id="too-many"),
    ],
)
def test_a_title_that_nothing_proves_stays_as_it_was(title, body):
    assert repair(title, body) is None


def test_a_mended_title_keeps_the_original_and_shows_the_proof():
    title = header_title(post("关于_试行_的说明"), "这是关于“试行”的说明。")

    assert (title.text, title.original) == ("关于“试行”的说明", "关于_试行_的说明")
    assert title.evidence is not None
    assert (title.evidence.rule, title.evidence.line) == ("title_repaired", 3)
    assert "于“试行”的" in title.evidence.text


@pytest.mark.parametrize("title", ["A plain title", "feat_ nothing of it"])
def test_a_title_is_taken_from_the_header(title):
    found = header_title(post(title), "body")

    assert (found.text, found.original) == (title, title)
    assert found.evidence is not None
    assert (found.evidence.rule, found.evidence.text) == ("header", title)


def test_a_header_without_a_title_gives_none():
    assert header_title(post(""), "body").evidence is None
