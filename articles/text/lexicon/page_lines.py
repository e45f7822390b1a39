"""Lines of whole pages that are no text of the article though they stand in it or right behind it.

Shapes of whole lines or of their beginnings; where a line stands decides, these only speak for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.text.lexicon.both_ways import SIMPLIFIED
from articles.text.lexicon.credits import POSTS


class Shape(NamedTuple):
    """How such a line reads, and on what kind of page it was seen."""

    pattern: str
    seen_on: str


_NAME = r"(?-i:[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,3})"
_WORK = (
    r"(?:article|essay|story|piece|interview|column|commentary|review|excerpt|post|report|feature)"
)
# Signs before a word that nobody says: behind a quotation mark, `Listen —` is speech.
_UNSAID = r"[^\w\"“‘「『]*"

LEADS_OFF = (
    Shape(
        rf"{_UNSAID}(?:related|read more|read also|read next|read|see also|also read"
        r"|more(?: on this| stories)?|watch(?: now)?|listen|recommended|don[’']t miss|up next"
        r"|more information|provided by|journal information|explore further)\s*[:|–—>»\n]",
        "English news and science pages, between paragraphs",
    ),
    Shape(
        rf"{_UNSAID}(?:related|recommended|up next|watch|listen)\s*-",
        "English news pages, between paragraphs",
    ),
    Shape(
        r"\W*(?:advertisement|editor[’']s (?:picks?|choice)|most popular|related (?:stories"
        r"|articles|content|posts)|read more|read next|see also|up next|explore further)\W*$",
        "English news pages: the head of a list of links",
    ),
    Shape(
        r"\W*(?:(?:click|tap) here (?:to|for)|sign up (?:for|here|to)"
        r"|subscribe (?:to|now|today))\b",
        "English news pages: widgets",
    ),
    Shape(
        r"\W{0,3}(?:相关(?:阅读|新闻|链接|文章|推荐|报道)|延伸阅读|推荐阅读|更多阅读|扩展阅读"
        r"|热门推荐|猜你喜欢|往期(?:推荐|回顾|精选|精彩))",
        "Chinese news pages and accounts",
    ),
)

# What ends an article about its author or its site, not its matter.
SIGNS_OFF = (
    Shape(
        r".{0,80}\b(?:(?:may|can) be (?:reached|contacted|e-?mailed) (?:at|by|via|on)"
        r"|(?:follow|reach|contact|e-?mail) (?:him|her|them|us|me|the (?:author|writer|reporter))"
        r" (?:on|at|via|by)|got a tip|have a (?:news )?tip)",
        "English newspapers: how to reach the writer",
    ),
    Shape(
        rf"(?:contact|e-?mail|reach) (?:reporter|writer|editor|staff writer)? ?{_NAME}"
        r" (?:at|on|via)\b",
        "English newspapers: how to reach the writer",
    ),
    Shape(
        r".{0,80}\b(?:is an? (?:[\w-]+ ){0,5}(?:reporter|writer|editor|journalist|correspondent"
        r"|contributor|columnist|producer|critic|freelancer)\b|writes (?:about|for)\b)",
        "English newspapers and magazines: who the writer is",
    ),
    Shape(
        rf"{_NAME} (?:is the author of|(?:teaches|covers) [^.]{{3,80}} (?:at|for) the )",
        "English magazines and newspapers: who the writer is",
    ),
    Shape(
        r".{0,160}\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting\b)"
        rf"|.{{0,40}}\b(?:this|the) {_WORK} was written by"
        r"|(?:with )?(?:additional )?reporting by (?-i:[A-Z])"
        r"|.{0,80}\bproduced by (?-i:[A-Z])",
        "English news pages: who else worked on it",
    ),
    Shape(
        r".{0,80}\b(?:our journalism|editorial board consists|all rights reserved"
        r"|(?:our|whose) mission is to|support (?:local|our) journalism"
        r"|(?:our|this|my|free|daily|weekly|e-?mail) newsletter"
        r"|(?:sign up|subscribe)\b.{0,40}\bnewsletter|wherever you get your podcasts"
        r"|download (?:the|our) [\w ]{1,30}app\b)",
        "English news pages: what the publisher asks or says of itself",
    ),
    Shape(
        rf"\W{{0,2}}(?:this|the) {_WORK}[^.]{{0,40}} (?:was|is|has been|have been|appeared|appears"
        r"|ran) ?(?:featured|originally|first|(?:lightly )?(?:edited|condensed|updated)|published"
        r"|produced|in the|in our)\b"
        r"|.{0,80}\b(?:was originally published|first appeared (?:on|in))",
        "English magazines: where it stood first",
    ),
    Shape(
        r"\W{0,2}editor[’']s note\b|(?:media|press) contacts?\b"
        r"|.{0,80}\b(?:more information|journal information):",
        "press releases, news and science pages",
    ),
    Shape(
        r"(?:provided|supplied) by (?-i:[A-Z])"
        r"|.{0,120}\b(?:write|e-?mail|send|contact)\b.{0,60}\w@\w",
        "English news and science pages: whom to write to, who gave the text",
    ),
    Shape(
        r"[^。]{0,60}(?:版权所有|邮编[:：]|备案号|免责声明)",
        "Chinese news pages: the site's own",
    ),
    Shape(
        r"\W{0,2}(?:本文)?作者(?:简介|介绍|系|单位|为(?!了))|\W{0,2}本文(?:原?[载刊]于|首发|选自|摘自|来自|转自|节选自)",
        "Chinese magazines and accounts: who wrote it, where it stood first",
    ),
    Shape(
        r".{0,12}(?:已阅读完(?:本文)?|阅读完毕)|.{0,16}(?:订阅|关注)(?:全年|本刊|我们|公众号|杂志)"
        r"|(?:喜欢|觉得|如果).{0,16}(?:点个?|点击|分享|转发).{0,4}(?:在看|赞|朋友)",
        "Chinese magazines and accounts: what readers may do next",
    ),
)

# What heads a stretch about the writer or the site, or readers' words, behind an article.
ENDINGS = (
    Shape(
        rf"\W*about (?:the authors?|the writer|us|this (?:story|article)|(?:the )?{_NAME})\W*",
        "English blogs and press releases",
    ),
    Shape(r"\W*(?:#\s?#\s?#|-\s?30\s?-)\W*", "press releases"),
    Shape(
        r"\W*(?:作者简介|关于作者|(?:读者|精选|网友)?(?:留言|评论)(?:精选|选登)?)\W*",
        "Chinese magazines and accounts",
    ),
    Shape(r"\W*(?:\d+ )?(?:comments?|thoughts on .{1,200}|responses? to .{1,200})\W*", "blogs"),
)

CAPTIONS = (
    Shape(
        r"\W{0,2}(?:photo|image|picture|pictured|credit|courtesy|getty|图|图片|图源|摄影|供图).{0,160}"
        r"|.{0,120}(?:getty images|/reuters|/ap\b|via ap|摄|供图)\W{0,3}",
        "news pages, under a picture",
    ),
    Shape(
        r".{0,200}[.(（\s](?:photos?|photographs?|pictures?|images?|illustrations?)"
        r"(?: by|:| courtesy of| via| from) .{2,60}",
        "English news pages, under a picture",
    ),
)


_PICTURE_CREDIT = re.compile(
    r"\s*[\[(](?:photos?|images?|pictures?|video|screenshot|illustration)"
    r"(?: by| via| courtesy(?: of)?| credit)?\s?[: ][^\])]{1,120}[\])]\s*",
    re.IGNORECASE,
)


# Of a line of text where no picture shows: a sentence, and behind it whose picture it is of.
_CAPTION_CREDIT = re.compile(
    r"[^\n]{4,200}[.!?”\"]"
    r"\s*\(?(?:photo|photograph|picture|image|illustration)s?(?: credit| by|:| courtesy of)+"
    rf" ?{_NAME}(?: ?[/,] ?{_NAME})?\)?",
    re.IGNORECASE,
)
_PHOTOGRAPHER = re.compile(rf"{_NAME}\s?[,/|]\s?(?P<paper>(?:[Tt]he )?{_NAME})")


def _any_of(shapes: Sequence[Shape]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern})" for one in shapes), re.IGNORECASE | re.DOTALL)


_LEADS_OFF, _SIGNS_OFF = _any_of(LEADS_OFF), _any_of(SIGNS_OFF)
_ENDINGS, _CAPTIONS = _any_of(ENDINGS), _any_of(CAPTIONS)
LONGEST_LEAD, LONGEST_SIGN_OFF, LONGEST_ENDING, LONGEST_CAPTION = 200, 400, 80, 300


def leads_off(line: str) -> bool:
    """Whether a line leads to something else: what to read next, a widget."""
    return len(line) <= LONGEST_LEAD and _LEADS_OFF.match(line.translate(SIMPLIFIED)) is not None


def signs_off(line: str) -> bool:
    """Whether a line is about the writer, the publisher or the page, as those behind a text are."""
    return len(line) < LONGEST_SIGN_OFF and _SIGNS_OFF.match(line.translate(SIMPLIFIED)) is not None


def heads_ending(line: str) -> bool:
    """Whether a line would head what stands behind an article: its writer, readers' words."""
    return (
        len(line) <= LONGEST_ENDING and _ENDINGS.fullmatch(line.translate(SIMPLIFIED)) is not None
    )


def credits_picture(line: str) -> bool:
    """Whether a line is a picture's credit in brackets and nothing else."""
    return _PICTURE_CREDIT.fullmatch(line) is not None


def credits_caption(line: str) -> bool:
    """Whether a line is a caption where no picture shows: a sentence with its picture's credit."""
    return len(line) <= LONGEST_CAPTION and _CAPTION_CREDIT.fullmatch(line) is not None


def names_photographer(line: str) -> bool:
    """Whether a line is a name and a paper's, as local papers print them under a picture.

    A name and what a writer is, is a byline.
    """
    found = _PHOTOGRAPHER.fullmatch(line) if len(line) <= LONGEST_ENDING else None
    return found is not None and found["paper"].casefold() not in POSTS


def reads_as_caption(line: str) -> bool:
    """Whether a line behind a picture says whose picture it is."""
    return _CAPTIONS.fullmatch(line[:LONGEST_CAPTION].translate(SIMPLIFIED)) is not None
