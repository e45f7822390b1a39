"""Where the text of a page begins and ends among the lines that the site put around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.ingest.clean.head import MANY_LINES, Title, find_title, is_dated
from articles.ingest.clean.line import Line
from articles.ingest.clean.long_title import MOST_TITLE_LINES
from articles.ingest.records import BlockKind
from articles.text.bylines import credit_line, speaker
from articles.text.lexicon import ACCOUNT_FOLLOWS, Kind
from articles.text.lexicon.page_lines import signs_off
from articles.text.names import is_account, is_outlet

COMPANY = 4
# Fewer running words than this beside many lines are an index or a form, not an article.
LEAST_PROSE = 60
# Running text goes on over a few lines that are none: heads, captions, verse.
LONGEST_BREAK = 5
# A sentence under a title, and the caption of the picture there.
MOST_DECK_LINES, MOST_HEAD_LINES = 6, 20
HEAD_KINDS = frozenset({Kind.SHARE_LINE, Kind.SIDE_BAR, Kind.NOTICE})
# So many lines without running text after it are the site's, whatever they say.
LONG_TAIL = 6
# As much running text below as a third of that above is a text of its own, or more of the same.
LEAST_OF_TAIL = 3
ENDS_A_BODY = frozenset(
    {
        Kind.SHARE_LINE, Kind.RELATED_LINKS, Kind.COMMENTS, Kind.END_MARK, Kind.LICENCE,
        Kind.FOOTER, Kind.SIDE_BAR, Kind.PAGE_MARKER, Kind.ORIGINAL_TITLE, Kind.NOTICE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Indices of lines: the title if one stands above the body, and the body, half open."""

    title: int | None
    start: int
    end: int
    window_title: int | None = None
    title_lines: int = 1
    under_deck: range = range(0)


def frame_of(lines: Sequence[Line], *, is_page: bool, is_headed: bool = False) -> Frame:
    """Return where a document's own text stands; an empty body where there is no article.

    A text that is headed has its title in its first line.
    """
    if is_headed:
        return Frame(0, _under_heading(lines), _tail(lines))
    if not is_page:
        return Frame(None, 0, _tail(lines))
    text, last = _run(lines)
    title = find_title(lines, text)
    below = 0 if title.line is None else title.line + title.lines
    start = _start(lines, below, text, has_title=title.line is not None)
    if _is_bare(lines) and start > MOST_TITLE_LINES:
        title = Title(0) if lines[0].is_title else Title()
        start = 0 if title.line is None else 1
    deck = _under_deck(lines, start, last) if title.line is not None else range(0)
    if _begins_again(lines, below, deck):
        deck = range(0)
    end = _after_chunks(lines) or _end(lines, deck.stop or start, last)
    if (
        _running(lines[start:end]) < LEAST_PROSE
        and len(lines) >= MANY_LINES
        and not is_dated(lines, below)
    ):
        return Frame(None, len(lines), len(lines))
    return Frame(title.line, start, end, title.window, title.lines, deck)


def _under_heading(lines: Sequence[Line]) -> int:
    """Return where a text begins under its heading, past its writer and its day."""
    start = 1
    while start < len(lines) and (lines[start].is_info or lines[start].is_date):
        start += 1
    return start


def _is_bare(lines: Sequence[Line]) -> bool:
    """Whether no line is one that sites add: then nothing is a menu, but poems have short lines."""
    return not any(line.is_known and line.block.kind is not BlockKind.RULE for line in lines)


def _run(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the first and the last line of the page's heaviest stretch of running text.

    Running text weighs what it is long, what stands between it weighs against it.
    """
    best, sum_here, first = 0, 0, 0
    run = (len(lines), len(lines) - 1)
    for index, line in enumerate(lines):
        if sum_here <= 0:
            sum_here, first = 0, index
        sum_here += line.weight
        if sum_here > best:
            best, run = sum_here, (first, index)
    return run


def _start(lines: Sequence[Line], below: int, text: int, *, has_title: bool) -> int:
    """Return where running text begins under the title, past the last line of widgets."""
    if not has_title:
        has_menu = text >= MANY_LINES or any(line.is_known for line in lines[:text])
        return text if has_menu else 0
    prose = next((i for i in range(below, len(lines)) if lines[i].is_prose), len(lines))
    known = [i for i in range(below, prose) if lines[i].is_known]
    if not known:
        return below
    start = known[-1] + 1
    while start < prose and _is_beside_day(lines, start):
        start += 1
    return start


def _is_beside_day(lines: Sequence[Line], index: int) -> bool:
    """Whether a line between a day and the text is a widget, an outlet or an account."""
    words, below = lines[index].words, lines[index + 1 : index + 2]
    if len(words) < 4 or is_outlet(words) or ACCOUNT_FOLLOWS.fullmatch(words):
        return True
    return is_account(words) and any(ACCOUNT_FOLLOWS.fullmatch(one.words) for one in below)


def _under_deck(lines: Sequence[Line], start: int, last: int) -> range:
    """Return the writer, the day and the widgets that stand under a sentence under the title.

    They are lines of their own between it and the text, a writer or a day among them.
    """
    near = range(start, min(len(lines), start + MOST_DECK_LINES))
    first = next((i for i in near if _opens_head(lines[i])), start)
    while first > start + 1 and not lines[first - 1].is_prose:
        first -= 1
    above = lines[start:first]
    if not above or not all(line.is_prose for line in above) or any(map(_is_spoken, above)):
        return range(0)
    below = range(first, min(len(lines), first + MOST_HEAD_LINES))
    text = next((i for i in below if lines[i].is_prose), first)
    known = [i for i in range(first, text) if lines[i].is_known]
    ends = any(lines[i].kind in ENDS_A_BODY - HEAD_KINDS for i in known) or text > last
    named = any(lines[i].is_date or lines[i].is_credit for i in known)
    return range(first, known[-1] + 1) if named and not ends else range(0)


def _begins_again(lines: Sequence[Line], below: int, deck: range) -> bool:
    """Whether a second headline stands under the deck, over what has been told before."""
    heads = (i for i in deck[1:] if lines[i - 1].is_title)
    return any(_tell_alike(above, lines[i]) for i in heads for above in lines[below : i - 1])


def _tell_alike(above: Line, below: Line) -> bool:
    """Whether two lines name writers by the same words, or both print a day."""
    if above.is_credit or below.is_credit:
        return bool(_labels(above)) and _labels(above) == _labels(below)
    return above.is_date and below.is_date


def _is_spoken(line: Line) -> bool:
    return speaker(line.words) is not None


def _opens_head(line: Line) -> bool:
    return line.is_date or line.is_info or line.kind is Kind.SHARE_LINE


def _end(lines: Sequence[Line], start: int, last: int) -> int:
    """Return where the body ends: at a line of an ending kind that has company of such lines.

    Where no running text follows at all, its place is the second sign.
    """
    repeated = _repeated_credits(lines, start)
    prose = [i for i in range(start, len(lines)) if lines[i].is_prose]
    for index in range(prose[0] + 1 if prose else len(lines), len(lines)):
        runs_on = index < prose[-1]
        if index in repeated or not _may_end(lines[index], runs_on=runs_on):
            continue
        is_apart = runs_on or _parts_verse(lines, index)
        if is_apart and (_goes_on(lines, index) or not _has_company(lines, index)):
            continue
        return _signed_off(lines, start, _without_tail(lines, start, last, index))
    return _signed_off(lines, start, _without_tail(lines, start, last, len(lines)))


def _parts_verse(lines: Sequence[Line], index: int) -> bool:
    """Whether a drawn line stands between poems: unknown lines follow it, and no running text."""
    after = lines[index + 1 : index + 1 + COMPANY]
    is_rule = lines[index].block.kind is BlockKind.RULE
    return is_rule and len(after) == COMPANY and not any(line.is_known for line in after)


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    return _is_section_number(lines, index) or _parts_texts(lines, index)


def _parts_texts(lines: Sequence[Line], index: int) -> bool:
    """Whether a drawn line or what ends a text stands over another: its headline, its writer."""
    below = range(index, min(len(lines) - 1, index + COMPANY))
    first = next((i for i in below if lines[i].kind or not lines[i].is_furniture), index)
    return first > index and lines[first].is_title and lines[first + 1].is_credit


def _is_section_number(lines: Sequence[Line], index: int) -> bool:
    """Whether a number stands alone between paragraphs, as accounts count the parts of a text."""
    beside = (lines[index - 1], lines[index + 1])
    return lines[index].words.isdecimal() and all(line.is_prose for line in beside)


def _signed_off(lines: Sequence[Line], start: int, end: int) -> int:
    """Return where a text ends before what is said of its writer or its publisher."""
    last = end
    while last > start + 1 and signs_off(lines[last - 1].words):
        last -= 1
    return last


def _without_tail(lines: Sequence[Line], start: int, last: int, end: int) -> int:
    """Return where the running text stops whose heaviest stretch ends at `last`.

    Lines follow it in number that are none: tags, links, the next story's picture.
    """
    if last < start:
        return end
    for index in range(last + 1, end):
        line = lines[index]
        if line.is_known or index - last > LONGEST_BREAK:
            break
        last = index if line.is_prose else last
    inside, outside = _running(lines[start : last + 1]), _running(lines[last + 1 : end])
    is_tail = end - last - 1 >= LONG_TAIL and outside * LEAST_OF_TAIL < inside
    return last + 1 if is_tail else end


def _running(lines: Sequence[Line]) -> int:
    return sum(len(line.words) for line in lines if line.is_prose)


def _may_end(line: Line, *, runs_on: bool) -> bool:
    is_rule = line.block.kind is BlockKind.RULE
    is_menu = line.kind is Kind.NAVIGATION and not runs_on
    return line.kind in ENDS_A_BODY or line.is_info or is_rule or is_menu


def _after_chunks(lines: Sequence[Line]) -> int:
    chunks = (i for i in range(len(lines) - 1, -1, -1) if lines[i].block.kind is BlockKind.CHUNK)
    return next(chunks, -1) + 1


def _has_company(lines: Sequence[Line], index: int) -> bool:
    """Whether lines of the site's own follow; what readers say is dated."""
    after = lines[index + 1 : index + 1 + COMPANY]
    is_dated = lines[index].kind is Kind.COMMENTS
    known = sum(line.is_furniture or (is_dated and line.is_date) for line in after)
    return known >= (2 if any(line.is_prose for line in after) else 1)


def _repeated_credits(lines: Sequence[Line], start: int) -> frozenset[int]:
    """Return the credit lines between which text runs on: they end stories, not the page."""
    credited = [i for i in range(start, len(lines)) if lines[i].is_credit]
    running = [0]
    for line in lines:
        running.append(running[-1] + len(line.words) * line.is_prose)
    apart = [
        i
        for i, j in pairwise(credited)
        if running[j] - running[i] > 200 and _labels(lines[i]) == _labels(lines[j])
    ]
    return frozenset(apart)


def _labels(line: Line) -> frozenset[str]:
    return frozenset(named.label for named in credit_line(line.words))


def _tail(lines: Sequence[Line]) -> int:
    """Return where the lines begin that close a text without being sentences."""
    end = len(lines)
    while end and lines[end - 1].is_furniture and not lines[end - 1].is_prose:
        if lines[end - 1].block.pictures:
            break
        end -= 1
    return end
