"""Whatever the stages of an import emit is said in words, in English and in Chinese."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from articles import run_words, words
from articles.admin.history import name_of
from articles.ingest.clean import learned
from articles.ingest.collect import collect, roots
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, PartKind, Place, Reading
from articles.ingest.refusals import Refusal, Refused
from articles.ingest.store.values import values_of
from articles.text.html.unclean import Reason
from articles.text.lexicon import DOCUMENT_TITLE, Kind

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile("[\u4e00-\u9fff]")
VALUES_READ = sorted(
    values_of(Reading(), DocumentReading(Place("in", "a.md"), "", 0), source=None, categories=())
)


def constants(folder: str, name: str) -> set[str]:
    """Return the texts that calls of `name` under articles/ have first."""
    return {
        str(node.args[0].value)
        for path in (ROOT / "articles" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == name and node.args and isinstance(node.args[0], ast.Constant)
    }


@cache
def readings() -> list[DocumentReading]:
    """Read all sample documents but those that are refused."""
    found = []
    for one in collect(roots([str(ROOT / "fixtures" / "documents")]), most=10_000_000):
        with suppress(Refused):
            found.append(read(one, Known()))
    return found


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.REFUSALS, set(Refusal)),
        (words.KINDS, set(PartKind)),
        (words.MARKUP, set(Reason)),
        (
            words.REASONS,
            {
                *Kind,
                DOCUMENT_TITLE,
                "syntax",
                "window_title",
                "caption",
                "subtitle",
                "other_form",
                "unread_card",
                Refusal.UNSAFE_BODY,
                Refusal.TOO_DEEP,
                Refusal.TOO_MANY_BLOCKS,
                "export_data",
                "attachment",
                "revision",
                learned.REASON,
            },
        ),
    ],
    ids=["refusals", "kinds of parts", "reasons of markup", "reasons of parts"],
)
def test_every_code_has_words_and_every_word_a_code(table, codes):
    assert set(table) == {str(code) for code in codes}


def test_every_warning_has_words():
    assert set(words.WARNINGS) == constants("ingest", "Warn")


def test_every_rule_of_evidence_has_words():
    assert constants("ingest", "Evidence") <= set(words.RULES)
    assert rules_of(readings()) <= set(words.RULES)


def rules_of(found: list[DocumentReading]) -> set[str]:
    of_documents = [reading.evidence for reading in found]
    of_articles = [article.evidence for reading in found for article in reading.articles]
    return {one.rule for known in (*of_documents, *of_articles) for one in known.values()}


@pytest.mark.parametrize("name", [*VALUES_READ, "domain"])
def test_every_value_of_a_reading_has_a_name(name):
    with translation.override("zh-hans"):
        assert HAN.search(name_of(name))


def test_every_part_of_the_samples_is_told_in_words():
    parts = [part for reading in readings() for part in reading.parts]

    assert {part.reason for part in parts if part.reason} <= set(words.REASONS)
    assert {part.kind for part in parts} == set(PartKind)


def test_every_possible_boundary_has_words():
    found = {boundary.why for reading in readings() for boundary in reading.possible_boundaries}

    assert found <= set(words.BOUNDARIES)


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        (lambda: words.refusal("unknown_format"), "of no known format", "格式未知"),
        (lambda: words.reason("page_marker"), "page marker", "页码标记"),
        (
            lambda: words.warning("date_unread"),
            "A date could not be understood.",
            "有日期无法识别。",
        ),
        (lambda: words.kind("left_out"), "left out", "已略去"),
        (lambda: words.rule("credit_line"), "line of credits", "署名行"),
        (lambda: words.markup("too_large"), "too large", "过大"),
        (lambda: words.value("domain"), "domain", "域名"),
        (lambda: run_words.run("paths"), "paths", "路径"),
        (lambda: words.not_public("draft"), "its source has it as: draft", "来源中的状态：草稿"),
        (lambda: words.not_public("beta"), "its source has it as: beta", "来源中的状态：beta"),
        (lambda: run_words.undone("kept"), "undone: articles kept", "撤销：已保留稿件"),
        (lambda: words.at_line(4), " (line 4)", "（第 4 行）"),
        (lambda: words.because("refused", "empty"), "refused: empty", "refused：empty"),
        (lambda: words.reason("brand_new"), "brand new", "brand new"),
        (lambda: words.reason(None) + words.at_line(None), "", ""),
    ],
    ids=[
        *(
            "refusal",
            "reason",
            "warning",
            "kind",
            "rule",
            "markup",
            "value",
            "run",
            "status of the source",
            "status that no words know",
            "undone",
            "line",
            "because",
        ),
        *("a code without words", "no code"),
    ],
)
def test_a_code_is_said_in_the_language_of_whoever_looks(said, english, chinese):
    assert said() == english
    with translation.override("zh-hans"):
        assert said() == chinese
