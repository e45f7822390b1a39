"""An article with all that an article can have, and one with next to nothing, in any form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from articles.choices import CreditRole, ImageRole
from articles.faces.kinds import Kind
from articles.models import Article, ArticleImage, Credit
from tests.builders import make_category, make_image, make_published, make_source
from tests.builders import shown as known
from tests.pictures import keep_image

TYPES = {kind.suffix: kind.media_type for kind in Kind}
SUFFIXES = list(TYPES)
BODY = (
    '<h2>渡轮 &amp; ferry</h2><p>The <strong>ferry</strong> is back. <a href="https://a.example/">'
    "More</a></p><ul><li><p>one</p></li></ul>"
)


def full_article(**values: Any) -> Article:
    said: dict[str, Any] = {
        "subtitle": "After ten years",
        "summary": "It sails again.",
        "original_title": "FERRY RETURNS",
        "body": BODY,
        "language": "en",
        "publisher": "Valley Group",
        "keywords": ["ferry", "渡轮"],
        "canonical_url": "https://valley.example/ferry",
        "source": make_source("Valley Post", rights="All rights reserved."),
        "categories": (make_category("Local"),),
        "originally_published_at": datetime(2024, 1, 1, 7, 30, tzinfo=UTC),
    }
    article = make_published("Ferry returns", **(said | values))
    for number, (role, name) in enumerate(
        [
            (CreditRole.AUTHOR, "Lin Wei"),
            (CreditRole.EDITOR, "Ada Quill"),
            (CreditRole.PROOFREADER, "Sam"),
            (CreditRole.PICTURE_SOURCE, "Harbour Archive"),
        ]
    ):
        Credit.objects.create(article=article, role=role, name=name, position=number)
    kept, elsewhere = keep_image(), make_image("https://pictures.example/b.jpg")
    ArticleImage.objects.create(
        article=article, image=kept, role=ImageRole.LEAD, alt="A ferry", caption="At dusk",
        credit="Photo: Mo",
    )  # fmt: skip
    ArticleImage.objects.create(article=article, image=elsewhere, position=1)
    return known(article)


def bare_article() -> Article:
    return make_published("Nothing else", body="<p>One.</p>")


def address(article: Article, suffix: str = "") -> str:
    return f"/api/v1/articles/{article.public_id}{f'.{suffix}' if suffix else '/'}"


def text(client: Any, article: Article, suffix: str, **headers: str) -> str:
    response = client.get(address(article, suffix), headers=headers)
    assert response.status_code == 200
    content: bytes = response.content
    return content.decode()
