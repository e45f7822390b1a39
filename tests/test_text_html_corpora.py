"""The cleaner against real bodies and collected attacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.text.html import Unclean, clean_html, is_certified
from articles.text.html.clean import _first_pass, _normal

pytestmark = pytest.mark.corpora


def attacks(folder: Path) -> Iterator[str]:
    hostile = folder / "corpora" / "hostile"
    yield from (one["payload"] for one in json.loads((hostile / "html_payloads.json").read_text()))
    yield from (hostile / "xss_lines.txt").read_text().split("\n")
    yield from json.loads((hostile / "naughty_strings.json").read_text())
    for one in json.loads((hostile / "urls.json").read_text()):
        if isinstance(one, dict):
            yield f'<a href="{one["input"]}">x</a><img src="{one["input"]}">'


def bodies(folder: Path) -> list[str]:
    files = [*folder.glob("corpora/front_matter/**/*.md"), *folder.glob("seeds/00[01]_*.txt")]
    texts = (file.read_text(errors="replace").lstrip() for file in files)
    return [text.partition("\n---")[2] if text.startswith("---") else text for text in texts]


def test_no_collected_attack_survives_and_no_second_cleaning_changes_anything(corpora):
    for attack in attacks(corpora):
        body = clean_html(attack)

        assert is_certified(body), attack
        assert clean_html(str(body)) == body, attack


def test_real_bodies_are_proved_clean_without_a_second_opinion(corpora):
    proved = [is_certified(_normal(_first_pass(body))) for body in bodies(corpora)]

    assert sum(proved) >= 0.98 * len(proved)


def test_real_pages_are_cleaned_for_good_or_refused(corpora):
    for page in corpora.glob("corpora/pages_*/*.html"):
        try:
            body = clean_html(page.read_text(errors="replace"))
        except Unclean as refused:
            assert refused.reason == "too_deep"  # noqa: PT017
        else:
            assert clean_html(str(body)) == body
