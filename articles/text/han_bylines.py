"""Chinese bylines without a colon: roles before names, what each did behind them, or both.

`江报首席记者 甲乙 实习生 丙丁 文/图`, `甲乙/文 丙丁/摄`, `记者甲乙、丙丁 江城报道`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.text.lexicon import (
    ACTS,
    LABEL_ROLES,
    OUTLETS,
    REPORTERS,
    ROLE_ENDS,
    WRITERS,
    Role,
    in_both,
)
from articles.text.names import HAN_NAME, REMARK, SENTENCE, is_han_name, is_outlet
from articles.text.role_labels import LONG_LABEL, WRAPPING, Named, role_of

LONGEST_LINE, MOST_WORDS = 160, 40
LONGEST_WORD = 40
_ACT = "|".join(sorted(ACTS, key=len, reverse=True))
_ACT_IN_BRACKETS = re.compile(rf"[（(]\s*((?:{_ACT})(?:\s?[/／、]\s?(?:{_ACT}))?)\s*(?:[)）]|$)")
_SPLIT = re.compile(r"[\s、，,&＆/／|｜丨]+")
# What may run into the name before it.
_BEHIND = "|".join(in_both("摄影报道 摄影报导 报道 报导 摄影 供图 制图 摄".split()))
# An outlet runs into its reporter, and a reporter into his name.
_LABELLED = re.compile(
    rf"(?P<outlet>[\w·+]{{0,24}}?)(?P<label>{LONG_LABEL})"
    rf"(?:(?P<name>[\u3400-\u9fff]{{2,3}}?)(?P<act>{_BEHIND})?)?"
)
_ENDS_OUTLET = re.compile(
    rf"(?:{'|'.join((*OUTLETS, *in_both(['报道', '电讯'])))}|中心|工作室|[+·])$"
)
# A name may run into the next one's label: 记者甲乙通讯员丙丁.
_RUN_ON = re.compile(rf"({LONG_LABEL}[\u3400-\u9fff]{{2,3}}?)(?={LONG_LABEL})")
LONGEST_UNKNOWN_OUTLET = 8
_GLUED_ACT = re.compile(rf"(?P<name>[\u3400-\u9fff]{{2,4}}?)(?P<act>{_BEHIND})")
# These stand behind a place too, so that they say nothing alone.
REPORTED = in_both(("报道", "报导"))
# Where it was written, and when: 江城报道, 发自江城, 江报江城4月3日电, 本报讯.
_PLACE = re.compile(
    rf"(?:[\u3400-\u9fff－—-]{{2,12}})(?:{'|'.join(REPORTED)})|(?:发|發)自[\u3400-\u9fff]{{0,8}}"
    r"|[\w·]{1,24}[电電讯訊报報网網刊]|[\d年月日:：.-]+"
)
# Words for the work, which more than a name may follow: alone before one they want a colon.
_TAKES_COMPANY = frozenset(in_both("采访 口述 讲述 整理 出品 文稿".split()))
_WRITE = WRITERS | {Role.CORRESPONDENT}


@dataclass(slots=True)
class _Person:
    """A name, the label before it, and what is said before it or behind that it did."""

    name: str
    label: str
    acts: tuple[str, ...]


def han_names(line: str, label: str = "") -> tuple[Named, ...]:
    """Return who is named in a line that is nothing but a byline; none where it says more.

    `label` stands before the line, which must say something beside names then.

    >>> [(one.label, one.name) for one in han_names("江报首席记者 江小雨 实习生 何渡")]
    [('首席记者', '江小雨'), ('实习生', '何渡')]
    """
    words = _words(line) if len(line) <= LONGEST_LINE and not SENTENCE.search(line) else []
    tokens = _tokens(words) if len(words) <= MOST_WORDS else []
    if not _is_sure(tokens, has_label=bool(label)):
        return ()
    people = _people([one for one in tokens if one[0] != "place"], label)
    return tuple(named for person in people for named in _roles(person))


def _words(line: str) -> list[str]:
    """Return the words of a line, those of two characters together that are set apart: 编 辑."""
    bare = REMARK.sub(" ", _ACT_IN_BRACKETS.sub(r" \1 ", line)).strip(WRAPPING)
    if sum(map(bare.count, REPORTERS)) > 1:
        bare = _RUN_ON.sub(r"\1 ", bare)
    words: list[str] = []
    for word in _SPLIT.split(bare):
        last = words[-1] if words else ""
        is_parted = len(last) == len(word) == 1 and not (last in ACTS and word in ACTS)
        if is_parted and f"{last}{word}" in LABEL_ROLES:
            words[-1] = f"{last} {word}"
        elif is_parted and is_han_name(f"{last}{word}") and last not in ACTS:
            words[-1] = f"{last}{word}"
        elif word:
            words.append(word)
    return words


def _tokens(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return what each word is; nothing where one is none of these.

    `label`, `act` (文, 摄), `name`, `rare name`, `place` for what says where and for whom.
    """
    tokens: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        found = list(_kinds(word)) or _in_company(words, index, tokens)
        if not found:
            return []
        tokens += found
    return tokens


def _kinds(word: str) -> Iterator[tuple[str, str]]:
    act, labelled = _GLUED_ACT.fullmatch(word), _labelled(word)
    if word in ACTS:
        yield "act", word
    elif labelled is not None:
        for kind in ("label", "name", "act"):
            if labelled[kind]:
                yield kind, labelled[kind]
    elif act is not None and is_han_name(act["name"]):
        yield from (("name", act["name"]), ("act", act["act"]))
    elif _PLACE.fullmatch(word) or is_outlet(word):
        yield "place", word
    elif is_han_name(word):
        yield "name", word


def _labelled(word: str) -> re.Match[str] | None:
    """Return a word that is a label, the outlet perhaps before it and a name behind."""
    found = _LABELLED.fullmatch(word) if len(word) <= LONGEST_WORD else None
    if found is None or (found["name"] and not is_han_name(found["name"])):
        return None
    outlet = found["outlet"]
    is_known = not outlet or _ENDS_OUTLET.search(outlet) is not None
    is_short = 1 < len(outlet) <= LONGEST_UNKNOWN_OUTLET
    is_sure = is_known or (is_short and found["label"].endswith(REPORTERS))
    return found if is_sure else None


def _in_company(
    words: Sequence[str], index: int, before: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return what only its neighbours make of a word: a rare role between names, a rare name."""
    word, after = words[index], words[index + 1 : index + 2]
    if not HAN_NAME.fullmatch(word) or not before:
        return []
    is_role = before[-1][0] == "name" and word[-1] in ROLE_ENDS and any(map(is_han_name, after))
    return [("label" if is_role else "rare name", word)]


def _is_sure(tokens: Sequence[tuple[str, str]], *, has_label: bool) -> bool:
    """Whether words are a byline: names, and something that makes them one."""
    kinds = [kind for kind, word in tokens if word not in REPORTED]
    said = [word for kind, word in tokens if kind in ("label", "act")]
    if not has_label and len(said) == 1 and said[0] == tokens[0][1] in _TAKES_COMPANY:
        return False
    if "name" not in kinds and "rare name" not in kinds:
        return False
    labels = kinds.count("label") + has_label
    shown = labels > has_label or "act" in kinds or (has_label and "place" in kinds)
    return shown and (labels > 1 or "rare name" not in kinds)


def _people(tokens: Sequence[tuple[str, str]], label: str) -> list[_Person]:
    """Return who is named; acts stand behind the names where the line ends in one."""
    is_behind = tokens[-1][0] == "act"
    acts = tuple(act for act in _SPLIT.split(label) if act in ACTS)
    label = "" if acts else label
    people: list[_Person] = []
    done = 0
    for kind, run in groupby(tokens, key=lambda one: one[0]):
        words = tuple(word for _, word in run)
        if kind == "label":
            label = words[-1]
        elif kind == "act" and is_behind and people:
            for person in people[done:]:
                person.acts += words
            done = len(people)
        elif kind == "act":
            acts, label = words, "" if people else label
        else:
            people += [_Person(word, label, acts) for word in words]
    return people


def _roles(person: _Person) -> Iterator[Named]:
    """Yield what a person did: what the label says, and what the acts say beside it.

    Who writes for a paper and took the pictures alone is their photographer, so labelled.
    """
    roles = dict.fromkeys(role for act in person.acts for role in ACTS[act])
    said = "/".join(person.acts)
    role = role_of(person.label) if person.label else None
    if person.label and roles.keys() == {Role.PHOTOGRAPHER} and role in _WRITE:
        roles, role = {}, Role.PHOTOGRAPHER
    if person.label:
        yield Named(role or Role.OTHER, person.label, person.name)
        roles = {one: None for one in roles if one is not role and one not in _WRITE}
    yield from (Named(one, said, person.name) for one in roles)
