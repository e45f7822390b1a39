"""Credit roles with the words that give them, and what stands in a name's place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from articles.text.lexicon.both_ways import in_both


class Role(StrEnum):
    """What a named person or organisation did for an article."""

    AUTHOR = "author"
    REPORTER = "reporter"
    EDITOR = "editor"
    COLUMN_EDITOR = "column_editor"
    TEXT_EDITOR = "text_editor"
    PICTURE_EDITOR = "picture_editor"
    PHOTOGRAPHER = "photographer"
    PICTURE_SOURCE = "picture_source"
    PROOFREADER = "proofreader"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    FINAL_REVIEWER = "final_reviewer"
    TRANSLATOR = "translator"
    CORRESPONDENT = "correspondent"
    OTHER = "other"


WRITERS = frozenset({Role.AUTHOR, Role.REPORTER})


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that stand before a name and give it one role."""

    role: Role
    words: tuple[str, ...]
    seen_on: str


_LABELS = (
    Labels(
        Role.AUTHOR,
        (
            "作者",
            "本文作者",
            "原作者",
            "文",
            "撰文",
            "撰稿",
            "撰稿人",
            "执笔",
            "文字",
            "文图",
            "图文",
        ),
        "newspaper and blog pages",
    ),
    Labels(Role.AUTHOR, ("By", "Written by", "Words by", "Words", "Author"), "English news pages"),
    Labels(
        Role.REPORTER,
        tuple(
            "记者 本报记者 本网记者 本刊记者 本台记者 见习记者 "
            "实习记者 特约记者 首席记者 全媒体记者 新媒体记者 文字记者 "
            "采写 采访 采访人员 采访撰文 特派员".split()
        ),
        "newspaper pages and wire copy",
    ),
    Labels(
        Role.AUTHOR,
        ("评论员", "主笔", "撰述", "文稿", "口述", "口述人", "讲述"),
        "newspaper pages: comment, and what somebody told",
    ),
    Labels(Role.AUTHOR, ("原创",), "accounts, under the title"),
    Labels(Role.REPORTER, ("Reporting by", "Reported by", "Reporter"), "English wire copy"),
    Labels(Role.CORRESPONDENT, ("通讯员", "本报通讯员", "特约通讯员"), "newspaper pages"),
    Labels(
        Role.EDITOR,
        tuple(
            "编辑 责任编辑 责编 见习编辑 实习编辑 值班编辑 本文编辑 "
            "本期编辑 网络编辑 新媒体编辑 核稿编辑 值班主编 主编 总编辑 编审 编委".split()
        ),
        "news pages, after the body",
    ),
    Labels(Role.EDITOR, ("Edited by", "Editing by", "Editor"), "English wire copy"),
    Labels(Role.COLUMN_EDITOR, ("栏目主编", "栏目编辑", "版面编辑"), "city newspaper apps"),
    Labels(Role.TEXT_EDITOR, ("文字编辑", "文编"), "city newspaper apps"),
    Labels(
        Role.PICTURE_EDITOR,
        ("图片编辑", "图编", "美编", "美术编辑", "视觉编辑"),
        "city newspaper apps",
    ),
    Labels(
        Role.PHOTOGRAPHER,
        tuple("摄影 摄影记者 图片记者 摄影师 摄像 摄像师 拍摄 摄 摄影报道".split()),
        "newspaper pages and captions",
    ),
    Labels(
        Role.PHOTOGRAPHER,
        tuple(
            "Photo by,Photos by,Photograph by,Photographs by,Photography by,Pictures by"
            ",Pictures,Photos,Photography,Photographs,Photographer".split(",")
        ),
        "English news pages",
    ),
    Labels(
        Role.PICTURE_SOURCE,
        (
            "图片来源",
            "题图来源",
            "图源",
            "图",
            "图片",
            "题图",
            "供图",
            "封面图片来源",
            *"题图来自 头图来自 图片来自 封面来自".split(),
            "Photo credit",
        ),
        "news pages and accounts",
    ),
    Labels(Role.PROOFREADER, ("校对", "责任校对", "责校"), "newspaper pages and accounts"),
    Labels(
        Role.REVIEWER, ("审读", "审核", "核稿", "初审", "一审", "一读"), "three-step review lines"
    ),
    Labels(Role.SECOND_REVIEWER, ("二审", "复审", "二读"), "three-step review lines"),
    Labels(
        Role.FINAL_REVIEWER, ("三审", "终审", "签发", "审签", "三读"), "three-step review lines"
    ),
    Labels(Role.TRANSLATOR, ("翻译", "编译", "译者", "译"), "translated features"),
    Labels(Role.TRANSLATOR, ("Translated by",), "English translated features"),
    Labels(Role.TRANSLATOR, ("校译", "译校"), "translated features of accounts"),
    Labels(Role.PROOFREADER, ("审校", "校审", "核校"), "accounts, in a block under the text"),
    Labels(
        Role.AUTHOR,
        tuple(
            f"{kind} by"
            for kind in "Story Text Article Opinion Report Analysis Commentary Review Interview "
            "Column Essay Posted Compiled".split()
        ),
        "English magazines and blogs",
    ),
    Labels(Role.AUTHOR, ("Guest post by", "Guest column by"), "English blogs and newspapers"),
    Labels(
        Role.AUTHOR,
        tuple(
            f"{words} and {pictures} by"
            for words in ("Words", "Story", "Text")
            for pictures in ("photographs", "photos", "pictures", "photography")
        ),
        "English magazines, of one who did both",
    ),
    Labels(Role.PHOTOGRAPHER, ("Photographed by", "Images by"), "English magazines"),
    Labels(
        Role.OTHER,
        tuple(
            f"{work} by"
            for work in ("Illustration", "Illustrations", "Produced", "Video", "Graphics")
        ),
        "English magazines",
    ),
    Labels(
        Role.OTHER,
        tuple("编导 后期 字幕 主播 插画 插画师 绘图 整理 资料整理 文字整理 美术 动画 统稿".split()),
        "video desks and accounts, in a block under the text",
    ),
    Labels(
        Role.OTHER,
        tuple(
            "实习生 监制 制片 制片人 制作 策划 统筹 设计 制图 视频 剪辑 "
            "出品人 出品 海报 海报设计 排版 运营 配音 总监制 总策划 文案".split()
        ),
        "accounts and video desks",
    ),
)
CREDIT_LABELS = tuple(replace(entry, words=in_both(entry.words)) for entry in _LABELS)

# What stands before a role and leaves it what it is: for whom, how long, of what desk.
LABEL_MODIFIERS = in_both(
    (
        "本报 本网 本刊 本台 本社 本端 本文 本期 本版 总台 首席 高级 资深 主任 见习 实习 特约 "
        "特派 特邀 签约 客座 全媒体 融媒体 融媒 新媒体 文字 摄影 图片 视频 视觉 音频 财经 时政 "
        "体育 文化 国际 前方 深度 调查 执行 责任 值班 联合 助理 统筹 栏目 版面 网络 内容 技术 "
        "海报 平面 动画"
    ).split()
)

# Who writes for an outlet, whatever the outlet before the word is called.
REPORTERS = in_both(("记者", "通讯员", "评论员", "特派员", "撰稿人", "撰述"))

# What those did whose names stand beside such a word, before it or behind: 甲乙/文 丙丁/摄.
_ACTS = {
    "文": (Role.AUTHOR,),
    "撰文": (Role.AUTHOR,),
    "采写": (Role.REPORTER,),
    "报道": (Role.REPORTER,),
    "报导": (Role.REPORTER,),
    "图": (Role.PHOTOGRAPHER,),
    "摄": (Role.PHOTOGRAPHER,),
    "摄影": (Role.PHOTOGRAPHER,),
    "文图": (Role.AUTHOR, Role.PHOTOGRAPHER),
    "图文": (Role.AUTHOR, Role.PHOTOGRAPHER),
    "摄影报道": (Role.REPORTER, Role.PHOTOGRAPHER),
    "摄影报导": (Role.REPORTER, Role.PHOTOGRAPHER),
    "供图": (Role.PICTURE_SOURCE,),
    "译": (Role.TRANSLATOR,),
    "编译": (Role.TRANSLATOR,),
    "绘": (Role.OTHER,),
    "绘图": (Role.OTHER,),
    "制图": (Role.OTHER,),
    "整理": (Role.OTHER,),
}
ACTS = {form: roles for word, roles in _ACTS.items() for form in in_both([word])}

# How words end that say what somebody did; one between two names is a role, however rare.
ROLE_ENDS = frozenset(
    in_both("编辑审校对制作片导播音像影摄计图划筹理述录译员师监核写稿者人品效幕期绘色助务行问记持")
)

LABEL_ROLES = {word.casefold(): entry.role for entry in CREDIT_LABELS for word in entry.words}

# What stands in a name's place where nobody is named.
NO_NAMES = frozenset(
    in_both(
        "未知 网络 本站 佚名 互联网 综合 转载 匿名 不详 来源网络 "
        "网络转载 来自网络 网友 管理员 "
        "本网 原创 本报 其他 无 资料图 admin "
        "administrator unknown anonymous staff internet web n/a none".split()
    )
)

# What an English byline says a writer is, after a comma; seen on city newspapers' pages.
POSTS = frozenset(
    (
        *(
            "staff writer",
            "staff writers",
            "staff reporter",
            "staff",
            "reporter",
            "senior reporter",
        ),
        *("correspondent", "editor", "senior editor", "assistant editor", "managing editor"),
        *("contributor", "contributing writer", "columnist", "digital producer", "news editor"),
        *("guest columnist", "writer", "author", "ph.d", "phd", "md", "m.d"),
    )
)

# Who signs as one in English, a newspaper's name before the word perhaps.
COLLECTIVES = (
    "editorial board", "editorial staff", "editors", "staff", "staff reports?", "staff writers",
    "newsroom", "news desk", "news service", "bureau", "team",
)  # fmt: skip

# How papers' and agencies' names end that stand behind a writer's and a comma.
PAPERS = (
    "press", "news", "times", "herald", "tribune", "gazette", "chronicle", "journal", "media",
    "reuters", "afp", "ap", "upi", "bloomberg", "magazine", "network", "service", "observer",
    "guardian", "telegraph", "independent", "courier", "dispatch", "register", "sentinel",
    "examiner", "inquirer", "globe", "mirror", "daily", "weekly", "review", "today",
)  # fmt: skip

# Words before a name whose stop ends no sentence.
HONORIFICS = ("Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "Fr", "St", "Sen", "Rep", "Gov", "Gen", "Col")

SOURCE_LABELS = in_both(
    (
        "来源",
        "出处",
        "稿源",
        "文章来源",
        "本文来源",
        "稿件来源",
        "信息来源",
        "新闻来源",
        "转自",
        *("转载自", "本文转载自", "文章转载自", "本文转自", "文章转自"),
        "来自",
        # Portals, over the text of an account.
        *(f"{verb}微信公众号" for verb in ("来自", "本文来自", "文章来自", "转载自", "本文转载自")),
        "Source",
        "Sources",
    )
)

# Labels beside credits in a page's information line that are neither credit nor source.
INFO_LABELS = in_both(
    (
        *(
            "人气 评论 阅读 浏览 点击 时间 发布时间 日期 更新时间 字号 字体 "
            "阅读数 阅读量 浏览量 点击量 热度 "
            "分类 标签 栏目 关键词 关键字 上传人 文档编号 上传时间 格式 页数 大小 "
            "发布者 发布人 次数 分享"
        ).split(),
        # Official papers, in the table over the text.
        *"索引号 发文字号 文号 主题分类 主题词 发布机构 发文机关 发文单位 公开方式 有效性".split(),
        # English news and science pages, under the title or after the body.
        *("Published", "Published on", "Updated", "Last updated", "Posted", "Posted on"),
        *("Journal information", "More information", "Provided by", "Citation", "Tags", "Topics"),
        "Filed under",
    )
)
