"""Credits as pages print them: a role's word and short names, in a line of their own."""

from __future__ import annotations

import re
from functools import lru_cache

from articles.text.english_bylines import english_names, role_label, signed_name
from articles.text.han_bylines import han_names
from articles.text.lexicon import ACTS, LABEL_ROLES, ROLE_ENDS, Role, in_both
from articles.text.names import SENTENCE, is_han_name, is_outlet, names
from articles.text.reprints import reprint
from articles.text.role_labels import (
    BOTH,
    LONG_LABEL,
    PAIR,
    SIGN,
    WRAPPING,
    Named,
    printed,
    role_of,
)

LONGEST_LINE, LONGEST_SHORT_VALUE, LONGEST_VALUE, LONGEST_INFO = 200, 40, 80, 48
# Each stage asks the same few lines of a document.
_REMEMBERED = 256
# No pair is without one of these, and most lines are; asking for all labels costs much more.
_MARK = re.compile(rf"{SIGN}|[文图圖摄攝]\s?[、&＆]")
_BOTH = re.compile(BOTH)
_DAY_OR_CLOCK = re.compile(r"\d{4}\s?[-/年.]\s?\d{1,2}|\d{1,2}:\d{2}")
# A label that no table holds, as it stands beside others; and one that shares what follows.
_RARE = re.compile(r"(?:^|(?<=\s))(?P<label>[\u3400-\u9fff]{2,6})\s*[:：]\s*")
# Whose pictures: a person took them, anybody else gave them.
_PICTURES = frozenset(in_both(["图", "图片", "题图"]))
# A name, and behind it in brackets that it wrote this.
_SIGNED = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,12})\s?[（(](?:本文)?作者(?:[系係为為是]|单位|單位)[^（）()]{0,60}"
)
# Who speaks for a paper without a name: 本报评论员.
_COLLECTIVE = re.compile(
    r"(?P<outlet>本[报報刊网網台社]|[\w·]{2,14}?)(?:特约|特約|首席)?"
    rf"(?:{'|'.join(in_both(['评论员', '编辑部', '评论部']))})"
)


def credit_line(line: str) -> tuple[Named, ...]:
    """Return the credits of a line that holds little else, or none.

    Such a line begins with a label, a date or a source; its names are short and without the marks
    of sentences.
    """
    bare = line.strip().strip(WRAPPING)
    if not bare or len(bare) > LONGEST_LINE:
        return ()
    return _credits_in(bare)


@lru_cache(_REMEMBERED)
def _credits_in(bare: str) -> tuple[Named, ...]:
    return _paired(bare) or han_names(bare) or _english(bare) or _signed(bare) or _reprinted(bare)


def rare_credit(line: str) -> tuple[Named, ...]:
    """Return the credits of a line whose label no table holds, as one under credits may."""
    match = _RARE.match(line.strip())
    if match is None or len(line) > LONGEST_INFO or match["label"][-1] not in ROLE_ENDS:
        return ()
    found = names(line.strip()[match.end() :])
    is_sure = all(is_han_name(name) for name in found)
    return tuple(Named(Role.OTHER, match["label"], name) for name in found if is_sure)


def is_info_line(line: str) -> bool:
    """Whether a line holds nothing but labels with short values: credits, source, day, counts."""
    bare = line.strip().strip(WRAPPING)
    if not bare or len(bare) > LONGEST_LINE:
        return False
    pairs = _free_pairs(bare)
    if not pairs:
        return bool(_credits_in(bare)) or reprint(bare) is not None
    return all(
        len(value) <= LONGEST_SHORT_VALUE and not SENTENCE.search(value) for _, value in pairs
    )


def _paired(bare: str) -> tuple[Named, ...]:
    pairs = _free_pairs(bare)
    if any(SENTENCE.search(value) or len(value) > LONGEST_VALUE for _, value in pairs):
        return ()
    return tuple(named for label, value in pairs for named in _credits_of(label, value))


@lru_cache(_REMEMBERED)
def _free_pairs(bare: str) -> tuple[tuple[str, str], ...]:
    """Return the labels of a line with what follows each; none where other words stand first.

    A label that shares its names with the next has their value: 策划/统筹：甲乙.
    """
    if not _MARK.search(bare):
        return ()
    marks: list[re.Match[str]] = []
    for match in PAIR.finditer(bare):
        if _stands_free(bare, match.start()) or (marks and _is_glued(match)):
            marks.append(match)
    if not marks or (marks[0].start() > 0 and not _is_info(bare[: marks[0].start()])):
        return ()
    ends = [m.start() for m in marks[1:]] + [len(bare)]
    pairs: list[tuple[str, str]] = []
    for match, end in zip(marks, ends, strict=True):
        value = bare[match.end() : end].strip().removesuffix(".").rstrip("；;")
        pairs += _with_rare(match["both"] or match["label"], value)
    return tuple(
        (label, value or _shared(pairs[index:])) for index, (label, value) in enumerate(pairs)
    )


def _with_rare(label: str, value: str) -> list[tuple[str, str]]:
    """Return a label with its value, and those within that no table holds, each with its own."""
    pieces = [label, *_RARE.split(value)] if ":" in value or "：" in value else [label, value]
    return [(pieces[i], pieces[i + 1].strip()) for i in range(0, len(pieces), 2)]


def _shared(pairs: list[tuple[str, str]]) -> str:
    return next((value for _, value in pairs if value), "")


def _credits_of(label: str, value: str) -> list[Named]:
    inner = han_names(value, label)
    if inner:
        return list(inner)
    return [named for name in names(value) for named in _named(label, name)]


def _named(label: str, name: str) -> list[Named]:
    """Return what a label says that somebody did; 文/图 says two things."""
    bare = "".join(label.split())
    if _BOTH.fullmatch(label) or len(ACTS.get(bare, ())) > 1:
        return [Named(role, printed(label), name) for role in (Role.AUTHOR, Role.PHOTOGRAPHER)]
    role = role_of(label)
    if bare in _PICTURES and is_han_name(name) and not is_outlet(name):
        role = Role.PHOTOGRAPHER
    if role is None and bare[-1] in ROLE_ENDS and is_han_name(name):
        role = Role.OTHER
    return [Named(role, printed(label), name)] if role else []


def _stands_free(text: str, start: int) -> bool:
    """Whether what stands before a label could end another value: nothing, a space, a mark."""
    return start == 0 or not text[start - 1].isalnum() or text[start - 1].isdigit()


def _is_glued(match: re.Match[str]) -> bool:
    """Whether a label may follow the value before it without a space: 来源：甲网作者：乙."""
    return len(match["label"] or "") > 1 and match[0].rstrip()[-1] in ":：|｜"


def _is_info(before: str) -> bool:
    return len(before) <= LONGEST_INFO and (
        _DAY_OR_CLOCK.search(before) is not None or not before.strip(WRAPPING + "|｜,，")
    )


def _english(bare: str) -> tuple[Named, ...]:
    return tuple(
        Named(LABEL_ROLES.get(role_label(label), Role.AUTHOR), label, name)
        for label, name in english_names(bare) or signed_name(bare)
    )


def _signed(bare: str) -> tuple[Named, ...]:
    """Return who wrote it where no label says so: a paper's commentator, a name and its post."""
    match, signed = _COLLECTIVE.fullmatch(bare), _SIGNED.fullmatch(bare)
    name = signed["name"] if signed and is_han_name(signed["name"]) else ""
    if match is not None and (match["outlet"][0] == "本" or is_outlet(match["outlet"])):
        name = bare
    return (Named(Role.AUTHOR, "", name),) if name else ()


def _reprinted(bare: str) -> tuple[Named, ...]:
    found = reprint(bare)
    return tuple(Named(Role.AUTHOR, found.label, name) for name in found.authors) if found else ()


_SPEECH = re.compile(rf"(?P<label>{LONG_LABEL})\s*[:：]\s*(?P<words>.+)", re.DOTALL)


def speaker(paragraph: str) -> str | None:
    """Return the label that heads what somebody says: words too many, or a sentence, for a name."""
    match = _SPEECH.match(paragraph.strip()[:400])
    is_long = match is not None and len(match["words"]) > LONGEST_VALUE
    if match is None or not (is_long or SENTENCE.search(match["words"])):
        return None
    return None if is_info_line(paragraph) else match["label"]
