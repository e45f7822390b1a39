"""Pages of text for tests of reading, in words of our own, and what was made of them."""

from __future__ import annotations

from articles.ingest.clean import furniture
from articles.ingest.formats import page_text, paged_text
from articles.ingest.records import (
    Block,
    BlockKind,
    HeaderField,
    Marked,
    PartKind,
    Place,
    RawDocument,
)
from articles.ingest.split import Split, split

PLACE = Place("", "page.txt")

STORY = (
    "渡口的老船工每天早晨五点解缆，他说雾越大，越要听水声，水声比眼睛可靠。",
    "船上最多载十二个人，孩子坐中间，自行车靠船尾，谁先到谁先上，没有例外。",
    "去年冬天江面结了薄冰，他用竹篙敲出一条水路，敲了整整一个上午，手上全是口子。",
)
TALE = (
    "The ferryman unties his boat at five every morning, and he listens before he looks.",
    "Twelve people fit, bicycles at the stern, and nobody has ever been left on the bank.",
)


def page(*lines: str) -> RawDocument:
    return page_text.read("\n".join(lines), PLACE)


def paged(*lines: str) -> RawDocument:
    return paged_text.read("\n".join(lines), PLACE)


def post(*blocks: str, title: str = "", html: bool = True) -> RawDocument:
    """A document with a header of one line and a block of markup for each text."""
    head = f"title: {title}" if title else ""
    text, made = head, []
    fields: tuple[HeaderField, ...] = ()
    if head:
        made.append(Block(BlockKind.HEADER, 0, len(head), 1))
        fields = (HeaderField("title", (title,), 0, len(head), 1),)
    for number, words in enumerate(blocks, 2):
        text += "\n" + words
        markup = f"<p>{words}</p>"
        made.append(Block(BlockKind.PARAGRAPH, len(text) - len(words), len(text), number, markup))
    return RawDocument(PLACE, "front_matter", "utf-8", text, tuple(made), fields, is_html=html)


def marks(raw: RawDocument) -> list[tuple[str, str]]:
    """What each line became, with its reason where it has one, and the line."""
    return [(one.reason or one.kind, raw.words(one.block)) for one in furniture.mark(raw)]


def became(raw: RawDocument, line: str) -> str:
    return next(kind for kind, words in marks(raw) if words == line)


def body(raw: RawDocument) -> list[str]:
    return [words for kind, words in marks(raw) if kind == PartKind.BODY]


def articles(raw: RawDocument) -> list[tuple[str, list[str]]]:
    """The title and the body lines of each article that the document holds."""
    pieces = pieces_of(raw)
    return [
        (" ".join(_words(raw, pieces, index, "title")), _words(raw, pieces, index, "body"))
        for index in range(pieces.count)
    ]


def pieces_of(raw: RawDocument) -> Split:
    return split(raw, furniture.mark(raw))


def of_article(raw: RawDocument, index: int = 0) -> list[Marked]:
    return [one for one in pieces_of(raw).marked if one.article == index]


def _words(raw: RawDocument, pieces: Split, index: int, kind: str) -> list[str]:
    mine = [one for one in pieces.marked if one.article == index and one.kind == kind]
    return [raw.words(one.block) for one in mine]
