"""The style sheet: small, and readable by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parent.parent / "templates" / "static" / "web" / "site.css"
AA = 4.5


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def palettes():
    blocks = re.findall(r":root \{(.*?)\}", SHEET.read_text("utf-8"), re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block)) for block in blocks[:2]]


def test_the_style_sheet_is_small():
    assert SHEET.stat().st_size < 20_000


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
def test_text_stands_out_from_its_ground(palette, ground, ink):
    assert contrast(palette[ink], palette[ground]) >= AA


def test_the_sheet_loads_nothing():
    assert not re.search(r"url\(|@import", SHEET.read_text("utf-8"))
