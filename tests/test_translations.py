"""The Chinese catalogue is whole, in step with the sources, and what readers and editors see."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.urls import reverse

from tests.builders import make_published

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "articles" / "locale" / "zh_Hans" / "LC_MESSAGES"
CATALOGUES = ("django", "djangojs")
CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-hans"}

STRING = re.compile(r'(?:(?P<key>msg\w+(?:\[\d\])?) )?(?P<text>".*")')
NAMED = re.compile(r"%\(\w+\)[sd]|%[sd]|`\w+`|--\w+")
GETTEXT = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
ARGUMENT = re.compile(r"""_\("([^"]*)"\)""")
BLOCK = re.compile(r"{%\s*blocktranslate\b[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
PLURAL = re.compile(r"{%\s*plural\s*%}")
HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class Entry:
    """A message of a catalogue: its comments, and its strings by keyword."""

    comments: list[str] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.strings["msgid"]

    @property
    def translations(self) -> list[str]:
        return [text for key, text in self.strings.items() if key.startswith("msgstr")]


@cache
def entries(name: str) -> list[Entry]:
    """Return what a catalogue holds, its header first."""
    found = []
    for stretch in (FOLDER / f"{name}.po").read_text("utf-8").split("\n\n"):
        entry, key = Entry(), ""
        for line in stretch.splitlines():
            if line.startswith("#"):
                entry.comments.append(line)
            elif match := STRING.fullmatch(line):
                key = match["key"] or key
                text = ast.literal_eval(match["text"])
                entry.strings[key] = entry.strings.get(key, "") + text
        found.append(entry)
    return found


@cache
def compiled(name: str) -> GNUTranslations:
    with (FOLDER / f"{name}.mo").open("rb") as file:
        return GNUTranslations(file)


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_has_a_translation(name):
    assert [e.id for e in entries(name) if not all(t.strip() for t in e.translations)] == []
    assert len(entries(name)) > 30


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_translation_is_a_guess_or_left_over(name):
    marks = [c for e in entries(name) for c in e.comments if "fuzzy" in c or c.startswith("#~")]

    assert marks == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_message_stands_in_a_catalogue_twice(name):
    ids = [entry.id for entry in entries(name)]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", CATALOGUES)
def test_translations_hold_the_same_placeholders(name):
    differing = [
        entry.id
        for entry in entries(name)[1:]
        for text in entry.translations
        if sorted(NAMED.findall(text)) != sorted(NAMED.findall(entry.id))
    ]

    assert differing == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_plural_has_the_one_form_that_chinese_knows(name):
    plural = [entry for entry in entries(name) if "msgid_plural" in entry.strings]

    assert "nplurals=1" in entries(name)[0].translations[0]
    assert all(len(entry.translations) == 1 for entry in plural)


@pytest.mark.parametrize("name", CATALOGUES)
def test_the_header_names_the_newsroom_and_no_one_else(name):
    header = entries(name)[0]
    text = "\n".join([*header.comments, *header.translations])

    assert header.id == ""
    assert "Last-Translator: Newsroom\n" in text
    assert not re.search(r"@|/home|YEAR|PACKAGE", text)


@pytest.mark.parametrize("name", CATALOGUES)
def test_translations_are_written_as_chinese_is(name):
    """No half-width comma, full stop or colon stands between two Chinese characters."""
    narrow = re.compile(f"{HAN.pattern}[,.:;?!]({HAN.pattern}|$)")

    assert [e.id for e in entries(name)[1:] for t in e.translations if narrow.search(t)] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_the_compiled_catalogue_is_in_step(name):
    held: dict[str, str] = {}
    for key, text in compiled(name)._catalog.items():  # type: ignore[attr-defined]
        held[key[0] if isinstance(key, tuple) else key] = text
    del held[""]  # msgfmt keeps no date of the collection

    assert held == {entry.id: entry.translations[0] for entry in entries(name)[1:]}


def in_python() -> Iterator[str]:
    """Yield the messages that code asks for by name."""
    for folder in ("articles", "newsroom"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    for argument in node.args[: GETTEXT.get(node.func.id, 0)]:
                        if isinstance(argument, ast.Constant):
                            yield str(argument.value)


def in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        yield from (one or other for one, other in TRANSLATE.findall(text))
        yield from ARGUMENT.findall(text)
        for block in BLOCK.findall(text):
            for form in PLURAL.split(block):
                yield re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", form)


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else():
    ids = {text for e in entries("django")[1:] for k, text in e.strings.items() if "msgid" in k}

    assert ids == {*in_python(), *in_templates()}


def test_code_translates_through_names_that_the_collection_knows():
    """`xgettext` finds `gettext` and `_`, and passes over any other name it may have."""
    for path in (ROOT / "articles").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = {(alias.name, alias.asname) for alias in node.names}
                assert {asname for _name, asname in names} <= {None, "_"}, path


# What people see


def test_pages_come_in_chinese_to_who_asks_for_it(client, db):
    make_published("A tide table")

    response = client.get("/", **CHINESE)

    assert response["Content-Language"] == "zh-hans"
    page = response.content.decode()
    assert '<html lang="zh-hans">' in page
    assert "最新文章" in page
    assert "The newest articles" not in page


def test_an_article_is_framed_in_chinese_and_keeps_its_own_language(client, db):
    article = make_published("A tide table", language="en", publisher="The Post")

    page = client.get(article.get_absolute_url(), **CHINESE).content.decode()

    assert "关于本文" in page
    assert '<article class="story" lang="en">' in page


def test_the_log_in_and_the_desk_come_in_chinese(client, chief):
    log_in = client.get(reverse("admin:login"), **CHINESE).content.decode()
    client.force_login(chief)
    desk = client.get(reverse("admin:index"), **CHINESE).content.decode()

    assert "登录" in log_in
    assert "编辑台" in desk
    assert "导入批次" in desk


def test_no_english_name_of_ours_is_left_on_the_desk(client, chief):
    client.force_login(chief)
    names = {str(e.id) for e in entries("django")[1:] if re.fullmatch("[A-Z][a-z]+ ?[a-z]*", e.id)}
    for name in (
        *("article", "source", "sourcelabel", "category", "image", "document", "importrun"),
        *("conflict", "learnedline"),
    ):
        page = client.get(reverse(f"admin:articles_{name}_changelist"), **CHINESE)
        shown = set(re.findall(r">\s*([A-Z][a-z]+ ?[a-z]*)\s*<", page.content.decode()))
        assert shown & names <= {"Newsroom"}, name


def test_an_error_of_the_api_comes_in_chinese(client, db):
    response = client.get("/api/v1/articles/", {"page_size": "1000"}, **CHINESE)

    assert response.status_code == 400
    assert response["Content-Language"] == "zh-hans"
    assert HAN.search(response.json()["detail"])
    assert "100" in response.content.decode()


def test_the_description_of_the_api_stays_english(client, db):
    english = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    asked = client.get("/api/v1/schema/", headers={"accept": "application/json"}, **CHINESE)

    assert english.status_code == 200
    assert asked.content == english.content
    assert not HAN.search(asked.content.decode())


def test_the_editor_finds_its_chinese_words_among_those_of_the_admin(client, chief):
    client.force_login(chief)

    script = client.get(reverse("admin:jsi18n"), **CHINESE).content.decode()

    assert json.dumps({"Insert Table": "插入表格"})[1:-1] in script
