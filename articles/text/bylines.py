"""Credits as pages print them: a role's word and short names, in a line of their own or inline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from articles.text import lexicon
from articles.text.english_bylines import english_names, role_label
from articles.text.lexicon import LABEL_ROLES, OUTLETS, SURNAMES, Role
from articles.text.lines import DATE

LONGEST_LINE = 200
LONGEST_NAME = 24
LONGEST_ACCOUNT = 12


@dataclass(frozen=True, slots=True)
class Named:
    """A name as printed, with the words before it and the role they give."""

    role: Role
    label: str
    name: str


def _alternatives(words: list[str]) -> str:
    """Return a pattern of the words, longer ones first, those that begin alike tried together."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest = re.escape(word[1:])
        is_spaced = len(word) == 2 and not word.isascii()
        groups.setdefault(re.escape(word[0]), []).append(rf"\s?{rest}" if is_spaced else rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


_CREDIT_WORDS = [word for entry in lexicon.CREDIT_LABELS for word in entry.words]
_LABEL_WORDS = [*_CREDIT_WORDS, *lexicon.SOURCE_LABELS, *lexicon.INFO_LABELS]
_ANY_LABEL = _alternatives(_LABEL_WORDS)
_FIRSTS = "".join(sorted({re.escape(word[0]) for word in _LABEL_WORDS}))
# To ask for the first letter alone spares most places the labels: 10 µs a line instead of 180.
_PAIR = re.compile(
    rf"(?=[文图{_FIRSTS}])"
    rf"(?:(?P<both>(?:文\s?[/／、]\s?图|图\s?[/／、]\s?文))\s*[:：/／|｜丨]?\s*"
    rf"|(?P<label>{_ANY_LABEL})\s*[:：/／|｜丨]\s*)",
    re.IGNORECASE,
)
# No pair is without one of these, and most lines are; asking for all labels costs much more.
_MARK = re.compile(r"[:：/／|｜丨文图](?:(?<=[^文图])|\s?、)")
_HAN_LABEL = _alternatives([word for word in _CREDIT_WORDS if not word.isascii()])
_LONG_LABEL = _alternatives([w for w in _CREDIT_WORDS if len(w) > 1 and not w.isascii()])
_SPACED = re.compile(rf"(?:^|\s)(?P<label>{_LONG_LABEL})\s+(?=\S)")
_BETWEEN = re.compile(r"[、,，&＆;；/／]|\s+and\s+|\s+和\s+")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:[·•][\u3400-\u9fff]{1,10})+")
_SENTENCE = re.compile(r"[。！？!?;；]|[,，].*[,，].*[,，]|https?:")
_WRAPPING = "[]【】()（）<>《》「」-—*·▲△●■◆□◇○◎ \t\u3000"
_OUTLET = re.compile(r"(?:.{1,16}?(?:网|报|社|台|刊|客户端|新闻|频道|日报|晚报|周刊|杂志|中心))\s*")
# An outlet's name runs into the label: 江边晚报记者 甲 乙; a name may do so too: 记者甲乙.
_BEFORE_REPORTER = re.compile(
    r"(?!本[报网刊台])[\u3400-\u9fff]{1,12}?(?:报|网|社|台|刊|新闻|客户端|频道|传媒)\s?(?=(?:首席|见习|特约|全媒体)?记者)"
)
_REPORTER = re.compile(r"[\u3400-\u9fff]{1,8}?(?=(?:本报|见习|实习|首席|特约|全媒体)?记者\s)")
_BOTH = re.compile(r"[文图]\s?[/／、]")
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_SIGN = re.compile(r"[:：|｜]")
_BETWEEN_NAMES = re.compile(r"[ 、，,]")
_TAKEN = frozenset({"摄", "摄影"})
# What stands behind the names of a byline: that they wrote it, took its pictures, or both.
_DID = r"\s*(?:文\s?[/／、]\s?图|图\s?[/／、]\s?文|摄影报道|报道|文|摄影?)"
_GLUED = re.compile(
    r"(?P<label>记者|本报记者|本网记者|通讯员)"
    r"(?P<names>[\u3400-\u9fff]{2,3}?(?:[ 、，,][\u3400-\u9fff]{2,3}?)*)\s?(?P<did>报道|摄影?)?"
)
_SPACED_DID = re.compile(rf"(?<=[\u3400-\u9fff]\s){_DID}$|(?<=[\u3400-\u9fff]{{2}})报道$")
_MARKED_NAME = re.compile(r"[□■◇◆○●◎▲△]\s*(?P<name>\S{2,12})")
_OUTLET_NAME = re.compile(rf"[\w·]{{2,14}}(?:{'|'.join(OUTLETS)})")
_ACCOUNT = re.compile(r"(?=.*[\u3400-\u9fff])[^\W\d][\w·]{1,11}")
_CONTRIBUTED = re.compile(r"对(?:此|本)文[亦也]?有(?:所)?贡献$")


def is_han_name(text: str) -> bool:
    """Whether a text is shaped as a Chinese name and begins with a usual surname."""
    return _HAN_NAME.fullmatch(text) is not None and (text[0] in SURNAMES or "·" in text)


def marked_name(line: str) -> str:
    """Return the writer's name that a newspaper sets behind a mark, or "": □ 甲乙."""
    match = _MARKED_NAME.fullmatch(line.strip())
    return match["name"] if match and is_han_name(match["name"]) else ""


def is_outlet(text: str) -> bool:
    """Whether a text is shaped as the name of a newspaper, a site or a station."""
    return _OUTLET_NAME.fullmatch(text) is not None and not any(c.isdigit() for c in text)


def is_account(text: str) -> bool:
    """Whether a text may be the name of who posts: a short word of Han, no person's name."""
    is_short = len(text) <= LONGEST_ACCOUNT
    return is_short and _ACCOUNT.fullmatch(text) is not None and not is_han_name(text)


def lone_label(line: str) -> str | None:
    """Return the label that a line ends in without a value, which then stands on the next line."""
    bare = line.strip()
    if not bare.endswith((":", "：")):
        return None
    bare = bare.lstrip(_WRAPPING)
    match = _LONE.search(bare[-24:])
    return match["label"] if match is not None and (match.start() == 0 or len(bare) <= 32) else None


def names(value: str) -> tuple[str, ...]:
    """Return the names that a credit's value holds, or none where it is no list of names."""
    day = DATE.search(value) if value[-1:].isdecimal() else None
    value = value[: day.start() if day else None].strip(_WRAPPING + ":：|｜/／")
    if not value or _SENTENCE.search(value):
        return ()
    found: list[str] = []
    for piece in _BETWEEN.split(value):
        found += _spaced_names(piece.strip(_WRAPPING))
    good = [name for name in found if is_name(name)]
    return tuple(dict.fromkeys(good)) if len(good) == len(found) else ()


def is_name(text: str) -> bool:
    """Whether a text may name a person or an organisation: short, with letters, naming someone."""
    bare = text.strip()
    return (
        0 < len(bare) <= LONGEST_NAME + 16 * bare.isascii()
        and bare.casefold() not in lexicon.NO_NAMES
        and any(c.isalpha() for c in bare)
        and not _PAIR.match(bare)
        and not _SIGN.search(bare)
    )


def _spaced_names(piece: str) -> list[str]:
    words = piece.split()
    if len(words) > 1 and all(_HAN_NAME.fullmatch(word) for word in words):
        return words
    return [" ".join(words)] if words else []


def credit_line(line: str) -> tuple[Named, ...]:
    """Return the credits of a line that holds little else, or none.

    Such a line begins with a label, a date or a source; its names are short and without the marks
    of sentences.
    """
    bare = line.strip().strip(_WRAPPING)
    if not bare or len(bare) > LONGEST_LINE:
        return ()
    return _credits_in(bare)


# Each stage asks for the credits of the same few lines of a document.
@lru_cache(maxsize=64)
def _credits_in(bare: str) -> tuple[Named, ...]:
    return _paired(bare) or _after_spaces(bare) or _english(bare)


def is_info_line(line: str) -> bool:
    """Whether a line holds nothing but labels with short values: credits, source, day, counts."""
    bare = line.strip().strip(_WRAPPING)
    if not bare or len(bare) > LONGEST_LINE:
        return False
    pairs = _free_pairs(bare)
    if not pairs:
        return bool(_after_spaces(bare) or _english(bare))
    return all(len(value) <= 40 and not _SENTENCE.search(value) for _, value in pairs)


def _paired(bare: str) -> tuple[Named, ...]:
    pairs = _free_pairs(bare)
    if any(_SENTENCE.search(value) or len(value) > 80 for _, value in pairs):
        return ()
    return tuple(named for label, value in pairs for named in _credits_of(label, value))


def _free_pairs(bare: str) -> list[tuple[str, str]]:
    """Return the labels of a line with what follows each; none where other words stand first."""
    if not _MARK.search(bare):
        return []
    pairs: list[re.Match[str]] = []
    for match in _PAIR.finditer(bare):
        if _stands_free(bare, match.start()) or (pairs and _is_glued(match)):
            pairs.append(match)
    if not pairs or (pairs[0].start() > 0 and not _is_info(bare[: pairs[0].start()])):
        return []
    ends = [m.start() for m in pairs[1:]] + [len(bare)]
    return [
        (match["both"] or match["label"], bare[match.end() : end].strip().removesuffix("."))
        for match, end in zip(pairs, ends, strict=True)
    ]


def _credits_of(label: str, value: str) -> list[Named]:
    inner = _after_spaces(value) or _of_reporter(value)
    if inner:
        return list(inner)
    role = Role.AUTHOR if _BOTH.match(label) else _role(label)
    return [Named(role, _printed(label), name) for name in names(value)] if role else []


def _role(label: str) -> Role | None:
    return LABEL_ROLES.get(_GAP.sub("", label).casefold())


def _printed(label: str) -> str:
    return _SPACES.sub(" ", label).strip()


def _stands_free(text: str, start: int) -> bool:
    """Whether what stands before a label could end another value: nothing, a space, a mark."""
    return start == 0 or not text[start - 1].isalnum() or text[start - 1].isdigit()


def _is_glued(match: re.Match[str]) -> bool:
    """Whether a label may follow the value before it without a space: 来源：甲网作者：乙."""
    return len(match["label"] or "") > 1 and match[0].rstrip()[-1] in ":：|｜"


def _is_info(before: str) -> bool:
    return len(before) <= 48 and (
        re.search(r"\d{4}\s?[-/年.]\s?\d{1,2}|\d{1,2}:\d{2}", before) is not None
        or not before.strip(_WRAPPING + "|｜,，")
    )


def _after_spaces(bare: str) -> tuple[Named, ...]:
    outlet = _BEFORE_REPORTER.match(bare) if "记者" in bare else None
    bare = bare[outlet.end() :] if outlet else bare
    if not _SPACED.match(bare):
        return _glued(bare)
    bare = _SPACED_DID.sub("", bare).rstrip()
    marks = list(_SPACED.finditer(bare))
    if not marks or marks[0].start():
        return _glued(bare)
    found: list[Named] = []
    ends = [m.start() for m in marks[1:]] + [len(bare)]
    for match, end in zip(marks, ends, strict=True):
        words = bare[match.end() : end].split()
        if not words or not all(_HAN_NAME.fullmatch(word) for word in words):
            return ()
        if len(marks) == 1 and not all(is_han_name(word) for word in words):
            return ()
        role = _role(match["label"])
        found += [Named(role, match["label"], word) for word in words if role]
    return tuple(found)


def _of_reporter(value: str) -> tuple[Named, ...]:
    """Return the names of a value that begins with an outlet and a reporter's label."""
    match = _REPORTER.match(value) if "记者" in value else None
    return _after_spaces(value[match.end() :]) if match else ()


def _glued(bare: str) -> tuple[Named, ...]:
    """Return the names of a label without a space, and what they did: 记者甲乙 丙丁摄."""
    match = _GLUED.fullmatch(bare)
    found = _BETWEEN_NAMES.split(match["names"]) if match is not None else []
    if match is None or not all(is_han_name(name) for name in found):
        return ()
    role = Role.PHOTOGRAPHER if match["did"] in _TAKEN else LABEL_ROLES[match["label"]]
    return tuple(Named(role, match["label"], name) for name in found)


def _english(bare: str) -> tuple[Named, ...]:
    return tuple(
        Named(LABEL_ROLES[role_label(label)], label, name) for label, name in english_names(bare)
    )


_LONE = re.compile(rf"(?:^|[\s)）])(?P<label>{_ANY_LABEL})\s*[:：]$", re.IGNORECASE)
_INLINE = re.compile(
    rf"[（(【\[]\s*(?P<label>{_HAN_LABEL})"
    r"(?:\s*[:：/／|｜丨]\s*|\s+|(?=[\u3400-\u9fff]))(?P<value>[^（）()【】\[\]。！？]{2,60})[）)】\]]"
)
_CAPTION = re.compile(
    r"(?P<label>图片记者|摄影记者|本报记者|记者|通讯员)\s*"
    r"(?P<value>[\u3400-\u9fff·、，,& ]{2,40}?)\s*/?\s*(?:摄|供图|摄影)\s*$"
)


def inline_credits(paragraph: str) -> tuple[Named, ...]:
    """Return the credits that stand in brackets inside a paragraph: （记者 甲 乙）."""
    found: list[Named] = []
    for match in _INLINE.finditer(paragraph[:20_000]):
        several = _after_spaces(match[0].strip(_WRAPPING))
        role = _role(match["label"])
        found += several or [
            Named(role, match["label"], n) for n in _inline_names(match["value"]) if role
        ]
    return tuple(found)


def caption_credits(line: str) -> tuple[Named, ...]:
    """Return who took the picture that a short line stands under: 记者甲、乙摄."""
    match = _CAPTION.search(line.strip()) if len(line) <= 80 else None
    if match is None:
        return ()
    label = match["label"]
    return tuple(
        Named(Role.PHOTOGRAPHER, label, n) for n in names(match["value"]) if is_han_name(n)
    )


def _inline_names(value: str) -> list[str]:
    value = _CONTRIBUTED.sub("", value)
    outlet = _OUTLET.match(value)
    if outlet is not None and outlet.end() < len(value):
        value = value[outlet.end() :]
    return [name for name in names(value) if is_han_name(name)]


_SPEECH = re.compile(
    rf"(?P<label>{_LONG_LABEL})"
    r"\s*[:：]\s*(?P<words>.+)",
    re.DOTALL,
)


def is_byline(line: str) -> bool:
    """Whether a line is nothing but a byline in brackets."""
    match = _INLINE.fullmatch(line.strip())
    return match is not None and bool(inline_credits(line))


def leading_byline(paragraph: str) -> str:
    """Return the byline in square brackets that a paragraph begins with, brackets included."""
    match = _INLINE.match(paragraph) if paragraph.startswith(("【", "[")) else None
    return match[0] if match is not None and inline_credits(match[0]) else ""


def speaker(paragraph: str) -> str | None:
    """Return the label that heads what somebody says: words too many, or a sentence, for a name."""
    match = _SPEECH.match(paragraph.strip()[:400])
    if match is None or not (len(match["words"]) > 80 or _SENTENCE.search(match["words"])):
        return None
    return None if is_info_line(paragraph) else match["label"]
