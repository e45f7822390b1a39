from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures"
DOCUMENTS = sorted(path for path in (FIXTURES / "documents").rglob("*") if path.is_file())
NAMES = {path.name for path in DOCUMENTS}
RUN_OF_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{20,}")
PICTURE = re.compile(r"//pictures\.example/[\w/-]*?([\w-]+\.(?:jpg|png))")
ENCODINGS = {
    "encoding-gb18030.txt": "gb18030",
    "encoding-big5.txt": "big5",
    "encoding-utf16.txt": "utf-16",
    "html-ferry-clock.html": "gb18030",
}


def text_of(path: Path) -> str:
    return path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8-sig"), "replace")


def labels(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text("utf-8"))
    return found


def shared_runs(text: str, known: str) -> list[str]:
    windows = (run[i : i + 20] for run in RUN_OF_HAN.findall(text) for i in range(len(run) - 19))
    return [window for window in windows if window in known]


def test_file_names_are_unique_across_kinds() -> None:
    assert len(NAMES) == len(DOCUMENTS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_is_named_in_the_table(path: Path) -> None:
    assert f"| `{path.name}` |" in (FIXTURES / "README.md").read_text("utf-8")


def test_there_are_documents_enough_for_a_front_page() -> None:
    assert len(DOCUMENTS) >= 36


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("feed_dumps", 14),
        ("markdown", 3),
        ("posts", 4),
        ("json_feed", 2),
        ("ghost", 2),
        ("feeds", 3),
        ("wxr", 2),
        ("ninjs", 3),
        ("page_text", 7),
        ("paged_text", 3),
        ("compilations", 4),
        ("broken", 4),
        ("encodings", 3),
        ("html_page", 4),
    ],
)
def test_every_kind_of_input_is_present(kind: str, least: int) -> None:
    assert sum(path.parent.name == kind for path in DOCUMENTS) >= least


@pytest.mark.parametrize("name", ["gold.json", "gold_encodings.json", "refused.json"])
def test_labels_are_about_documents_that_exist(name: str) -> None:
    assert labels(name).keys() <= NAMES


@pytest.mark.parametrize("kind", ["feeds", "wxr"])
def test_every_export_has_its_labels(kind: str) -> None:
    names = {path.name for path in DOCUMENTS if path.parent.name == kind}
    assert names <= labels("gold.json").keys()


def test_every_broken_document_has_its_reason() -> None:
    assert labels("refused.json").keys() == {
        path.name for path in DOCUMENTS if path.parent.name == "broken"
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_pictures_named_in_a_document_stand_here(path: Path) -> None:
    named = {name for name in PICTURE.findall(text_of(path)) if not name.startswith("missing-")}
    assert named <= {picture.name for picture in (FIXTURES / "pictures").iterdir()}


def test_no_picture_is_heavier_than_a_demo_needs() -> None:
    assert max(path.stat().st_size for path in (FIXTURES / "pictures").iterdir()) < 60_000


@pytest.mark.corpora
def test_no_wording_is_taken_from_real_documents(corpora: Path) -> None:
    known = "".join(path.read_text("utf-8") for path in sorted((corpora / "seeds").glob("*")))
    assert known
    assert [run for path in DOCUMENTS for run in shared_runs(text_of(path), known)] == []
