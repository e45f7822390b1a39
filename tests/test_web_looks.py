"""The style sheet: small, and readable by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from articles.choices import CreditRole
from articles.models import Article, Credit
from articles.search.index import index_articles
from articles.web.listing import PAGE_SIZE
from tests.builders import make_category, make_published, make_source, shown
from tests.pictures import keep_image

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


@pytest.mark.django_db
def test_no_page_weighs_more_than_100_kb_without_its_pictures(client):
    category, source = make_category("城市", slug="city"), make_source("松河日报")

    def add(number: int) -> Article:
        article = make_published(
            f"{number}：" + "桥通了，摆渡人老何坐上了第一班火车" * 3,
            summary="松河铁路大桥通车的早晨，第一节车厢里坐着一位没有买票的乘客。" * 200,
            body=f"<p>{'渡口的老船工每天早晨五点解缆。' * 200}</p>",
            language="zh",
            lead=keep_image(),
            source=source,
            categories=(category,),
        )
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="何方")
        return shown(article)

    article, *_others = articles = [add(number) for number in range(40)]
    index_articles(articles)
    paths = ["/", f"/sections/{category.public_id}/city/", "/people/何方/", "/archive/"]
    paths += [article.get_absolute_url(), f"/sources/{source.public_id}/", "/corrections/"]
    paths += ["/archive/2024/01/01/", "/search/?q=桥通 老何", "/search/?q=船工 每天&order=newest"]
    besides = sum((SHEET.parent / name).stat().st_size for name in ("site.css", "icon.svg"))

    for path in paths:
        response = client.get(path)
        assert response.status_code == 200
        assert len(response.content) + besides <= 100_000, path
        if path.startswith(("/archive/2024", "/search/")):
            text = response.content.decode()
            assert sum(one.public_id in text for one in articles) >= PAGE_SIZE, path
