"""Lines that sites add to a text, by kind: shapes of whole lines, in one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from articles.text.lexicon.both_ways import SIMPLIFIED, in_both


class Kind(StrEnum):
    """What a line that a site added is; also the reason a part is left out with."""

    NAVIGATION = "navigation"
    FOOTER = "footer"
    SHARE_LINE = "share_line"
    SIDE_BAR = "side_bar"
    LICENCE = "licence"
    RELATED_LINKS = "related_links"
    COMMENTS = "comments"
    PAGE_MARKER = "page_marker"
    PLACEHOLDER_IMAGE = "placeholder_image"
    LEAD_IN = "lead_in"
    END_MARK = "end_mark"
    ORIGINAL_TITLE = "original_title"
    NOTICE = "notice"
    NO_ARTICLE = "no_article"
    CONSENT = "consent"
    INTERRUPTION = "interruption"


@dataclass(frozen=True, slots=True)
class Furniture:
    """A shape that a whole line has where a site added it."""

    kind: Kind
    pattern: str
    seen_on: str


FURNITURE = (
    Furniture(
        Kind.CONSENT,
        r"(This (web)?site uses cookies|We (and our partners )?use cookies|By (choosing|clicking"
        r"|continuing|using|signing up|submitting|providing|subscribing|registering|entering)\b"
        r"|You (can|may) (unsubscribe|opt.out)|This newsletter may"
        r"|(Your|The) (e-?mail|information you enter)"
        r"|You have successfully|Thank(s| you) for (signing|subscribing|registering|your)"
        r"|If you (buy|purchase|click|make a purchase)|We (may|might) (earn|receive|get)"
        r"|(This|Our|The) (post|article|page|story|site)? ?(may )?contains? (affiliate|advertising)"
        r"|In order to view|Please enable|JavaScript|Your browser).{0,440}",
        "English pages: what a reader agrees to",
    ),
    Furniture(
        Kind.INTERRUPTION,
        r"(Related|See also|Read (more|also|next)|More|Watch|Also read)"
        r"( (video|stories|articles?|coverage))?\s?[:：].{0,160}"
        r"|(Story|Article) continues (below|after).{0,40}|Continue reading.{0,40}|Keep reading"
        r"|Sign up (to|for) (our|the) .{0,40}newsletters?"
        r"|Advertisements?|Sponsored|list (of \d+ items|\d+ of \d+)|end of list"
        r"|Scroll (down )?(to|for) .{0,40}|.{0,120}\b(Photo|Image|Picture)? ?Credit: .{0,80}"
        r"|Opens in (a )?new window.{0,24}|In this article:?|\d+ min(ute)?s?( read)?",
        "English news pages, between paragraphs",
    ),
    Furniture(Kind.SHARE_LINE, r"分享(到|至|给|按钮)?[:：]?", "news pages"),
    Furniture(Kind.SHARE_LINE, r"(分享(到|至)|转发(到|至)).{0,12}", "news pages"),
    Furniture(
        Kind.SHARE_LINE,
        r"(易信|(新浪)?微博|微信(好友)?|QQ(好友|空间)?|朋友圈|人人网|复制链接|豆瓣|收藏|点赞|更多)",
        "share widgets",
    ),
    Furniture(Kind.SHARE_LINE, r"(用|打开)?微信.{0,6}扫(码|一扫|描).{0,24}", "share widgets"),
    Furniture(Kind.SHARE_LINE, r"扫(码|描|一扫).{0,24}", "share widgets"),
    Furniture(
        Kind.SHARE_LINE,
        r"(Share( this| on| via)?|Tweet|Facebook|Twitter|WhatsApp|Email).{0,20}"
        r"|Click to (share|email|print) .{0,60}|Share .{0,24}sharing options.{0,160}",
        "English share widgets",
    ),
    Furniture(
        Kind.SHARE_LINE,
        r"《?.{1,120}》?由会员分享[,，].{0,300}上搜索[。.]?",
        "document-sharing pages",
    ),
    Furniture(
        Kind.NOTICE,
        r"(论文)?部分内容(阅读|预览)|(本)?(文档|全文)(共|约).{1,24}(下载|阅读).{0,12}|"
        r".{0,12}(请|需要?)下载.{0,6}(阅读|查看).{0,12}|(余下|剩余|展开|阅读|查看)全文.{0,4}",
        "document-sharing and thesis pages",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"[【\[]?(延伸|相关|推荐|扩展|拓展|更多)?(阅读|新闻|文章|内容|链接|报道|资讯|专题|视频|推荐)"
        r"(推荐|文章|列表)?[】\]]?[:：]?",
        "news and essay pages",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"(猜你喜欢|为[你您]推荐|大家都(爱|在)看|你可能(感兴趣|喜欢).{0,8}|(今日|热门|最热|最新|精彩|编辑)"
        r"(文章|推荐|新闻|视频|评论|排行|资讯|图文|图片|阅读|热点|头条|话题)|(点击|阅读|跟贴|评论)排行.{0,4}"
        r"|热(新闻|话题|点新闻|榜|搜)|.{0,6}热榜|阅读下一篇|(上|下)一篇.{0,60}|友情链接.{0,60})",
        "news pages",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"(相关资讯|更多(资讯|内容|精彩|新闻|文章)).{0,6}(请|关注|点击|进入|查看).{0,24}",
        "game and technology pages",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"(Related( stories| articles| links| content)?|Read (more|next)|More (from|on|stories)"
        r".{0,40}|Recommended.{0,24}|You may also like.{0,24}|Most (read|popular|viewed).{0,12}"
        r"|Trending.{0,12})"
        r"[:：]?",
        "English news pages",
    ),
    Furniture(
        Kind.SIDE_BAR,
        r"(Sign up (to|for)|Subscribe|Get (our|the)|Enter your e-?mail|Newsletter|Follow us).{0,60}"
        r"|Cookie.{0,24}|Advertisement",
        "English news pages",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"目录[:：]?|设为首页|加入收藏|([【\[]?(关闭(窗口)?|打印(本[稿页])?|发表评论|取消|允许|知道了)[】\]]?\s*)+"
        r"|(缩小|放大|增大|减小)字[体号]",
        "page headers and dialogues",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"\d{1,2}-\d{1,2}\s?\d{1,2}:\d{2}|\d{1,3}\s?(分钟|小时|天|周|个?月|年)前|昨天|前天|今天|刚刚"
        r"|微信号|功能介绍",
        "accounts: when something was posted, and by which account",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"((该|本文)?作者|TA的?|本栏)?(的)?(最新|更多|其他|其它|热门)(文章|作品|动态)",
        "accounts: what else they wrote",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"Skip to .{0,24}|Home|News|Sports?|Weather|Menu|Search|Log ?in|Sign in|Register",
        "English page headers",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"[|｜]?\s?只看(该作者|楼主|大图).{0,12}|[\[【]?复制链接[\]】]?|倒序(浏览|看帖)|返回列表|高级模式"
        r"|查看[:：]\s?\d+.{0,24}|电梯直达|楼主|沙发|板凳|\d{1,4}#",
        "forum threads",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"第\s?[A-Z]?\d{1,3}\s?版([:：].{0,16})?|[上下]一[版期](\s[上下]一[版期])?|(标题|版面)导航"
        r"|返回(目录|版面).{0,4}|放大|缩小|默认|全文复制|往期回顾",
        "newspapers as they were printed: the page's head",
    ),
    Furniture(
        Kind.RELATED_LINKS,
        r"Tags|Topics|Filed under|In this story|(Promoted|Sponsored) (stories|content)"
        r"|(From )?around the web",
        "English news pages",
    ),
    Furniture(
        Kind.SHARE_LINE,
        r"(Save|Bookmark|Listen to|Print|Gift) (this )?(story|article|page|post)|Save|Copy link",
        "English magazines",
    ),
    Furniture(
        Kind.COMMENTS,
        r"(我要|发表|读者|网友|热门|最新|查看|登录|全部|参与|已有|更多|暂无|去)"
        r".{0,6}(跟[贴帖]|评论|留言|吐槽).{0,20}"
        r"|(跟[贴帖]|评论|留言)(区|列表|须知|广场|管理)?\s*[(（]?\d*[)）]?"
        r"|\d+\s*条?(评论|跟[贴帖]|留言).{0,24}",
        "comment areas",
    ),
    Furniture(
        Kind.COMMENTS,
        r"\d+\s*人?参与.{0,24}|参与\s*\d+|(支持|反对|赞|踩|顶)\s*[\[(（]?\d+.{0,16}"
        r"|推荐\s*\d+|举报.{0,4}|(Leave a|Post a)? ?comments?.{0,20}|\d+ comments?.{0,12}",
        "comment areas",
    ),
    Furniture(
        Kind.PAGE_MARKER,
        r"(上一页|下一页|首页|尾页|余下全文|\d{1,3}|[/ ])++|第\s*\d+\s*页.{0,12}|.{0,60}_第\d+页"
        r"|(Previous|Next)( page)?|Page \d+ of \d+",
        "paged articles",
    ),
    Furniture(
        Kind.END_MARK,
        r"[-—=*·\s]*(THE END|End|EOF|完|全文完|本文完|（完）|\(完\)|【完】)[-—=*·\s]*",
        "technology pages, wire copy",
    ),
    Furniture(
        Kind.LICENCE,
        r"[【\[]?(特别|免责|版权|郑重)?(声明|说明|提示)[】\]]?([:：].{0,200})?",
        "news pages, after the body",
    ),
    Furniture(
        Kind.LICENCE,
        r".{0,16}(转载|引用|摘编)(请|须|需|时|务必).{0,80}|未经.{0,20}(授权|许可|允许|同意).{0,60}"
        r"|.{0,20}(不代表|仅代表|仅供).{0,80}|.{0,16}(禁止|谢绝|严禁)(转载|商用).{0,60}"
        r"|(图片|文字|视频|部分|以上|信息|内容|素材|资料)+.{0,6}(均)?(来自|来源|源)(于)?(互联)?网络?.{0,16}",
        "news pages, after the body",
    ),
    Furniture(
        Kind.FOOTER,
        r".{0,60}(版权所有|Copyright|©|All rights reserved).{0,120}",
        "page footers",
    ),
    Furniture(
        Kind.FOOTER,
        r".{0,12}(ICP备|ICP证|公网安备|网安备|网文证|许可证编?号?[:：]).{0,80}",
        "page footers of Chinese sites",
    ),
    Furniture(
        Kind.FOOTER,
        r"(关于(我们|本站|.{2,6})|联系(我们|方式|方法).{0,4}|隐私(政策|权.{0,4})|网站地图|意见反馈"
        r"|广告(服务|刊例|合作)|加入我们|招聘信息|诚征英才|公司简介|客户服务|免责条款|返回(顶部|首页|.{2,4}首页)"
        r"|不良信息举报.{0,12}|站长统计|投稿|About( us)?|Contact( us)?|Privacy.{0,10}|Terms.{0,24}"
        r"|Advertis.{0,20}|Sitemap)[ |｜]*",
        "page footers",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"(登录|注册|退出|首页|更多|字号|超大|大|标准|小|关注|订阅|搜索|下载.{0,8}|.{0,10}(客户端|APP)(下载)?"
        r"|.{0,6}首页|安全退出|手机版|电脑版|注册登录|登录 注册|站内|正文|取消 ?确认|提示|确定"
        r"|返回|相关)",
        "page headers",
    ),
    Furniture(
        Kind.NAVIGATION,
        r"(当前|您的|你的)?(所在)?位置[:：].{0,80}|.{1,16}( ?[>›»] ?.{1,16}){1,6}"
        r"|首页( ?[-–—/|｜·] ?.{1,16}){1,6}",
        "page headers: where one is",
    ),
    Furniture(
        Kind.SIDE_BAR,
        r"(文章价值打分|.{0,6}打赏.{0,12}|点击(菜单栏|关注|蓝字|上方|下方|查看|此处|进入|阅读原文).{0,24}"
        r"|长按.{0,24}|(欢迎|敬请|快来|请)?关注(我们|.{0,8}(公众号|微信|微博).{0,16})"
        r"|(微信)?公众号[:：]?.{0,16}|点【?在看】?.{0,8}|阅读原文|阅读数.{0,12})",
        "accounts and technology pages",
    ),
    Furniture(
        Kind.PLACEHOLDER_IMAGE,
        r"(<image>)?data:image/[^\s<]{1,4000}.{0,400}|<image>.{0,4000}</image>|资料图片?|配图|图片|图集",
        "converted pages",
    ),
    Furniture(
        Kind.NOTICE,
        r"[（(]?更新时间戳?[:：]?.{0,24}[)）]?|(上传人|文档编号)[:：].{0,160}|资源描述"
        r"|返回 下载.{0,16}|点击查看更多.{0,4}",
        "exports and document-sharing pages",
    ),
)

# One pattern, as most lines are none: to ask for each kind in turn takes four times as long.
_FURNITURE = re.compile(
    "|".join(f"(?P<entry{number}>{one.pattern})" for number, one in enumerate(FURNITURE)),
    re.IGNORECASE,
)
_KINDS = {f"entry{number}": one.kind for number, one in enumerate(FURNITURE)}
ORIGINAL_TITLE = re.compile(
    r"[（(\[【]?\s*(?:本文|文章)?原(?:[标標][题題]|[题題]目?)[为為]?\s*[:：]?\s*(?P<title>.{2,160}?)\s*[)）\]】]?"
)
# The longest line that a table entry can match; longer ones are never asked.
LONGEST_FURNITURE = 480
# Longer lines are mostly text: only these words let one be anything else.
SHORT = 60
_LONG_LATIN = (
    *("icp", "<image", "data:", "copyright", "reserved", "sign up", "subscribe", "newsletter"),
    *(
        "follow us",
        "get our",
        "get the",
        "cookies",
        "by c",
        "by s",
        "you ",
        "your ",
        "newsletter may",
    ),
    *("we may", "affiliate", "thank", "javascript", "related", "see also", "read more", "in order"),
    *("read also", "read next", "also read", "by u", "by p", "by r", "by e", "information"),
)
# Each word begins with a letter of one case: a pattern that begins so skips what cannot match,
# 2 µs a line instead of 17 (CPython 3.11).
_LONG = re.compile(
    "|".join(
        in_both(
            "由会员分享 由用户 上传人 文档编号 声明 说明 提示 转载 引用 摘编 未经 代表 仅供 "
            "禁止 谢绝 严禁 版权 网安备 网文证 许可证 位置 原标题 原题 友情 一篇 来自 来源 "
            "源于".split()
        )
    )
    + r"|©|>|›|»|第\d|"
    + "|".join(
        f"{first}(?i:{word[1:]})"
        for word in _LONG_LATIN
        for first in sorted({word[0], word[0].upper()})
    )
)


def furniture_kind(line: str) -> Kind | None:
    """Return what a whole line would be if it was a site's: the word alone proves nothing."""
    line = line.strip()
    if not line or (len(line) > LONGEST_FURNITURE and not line.startswith(("<image>", "data:"))):
        return None
    if len(line) <= SHORT:
        return _kind_of_short(line)
    return _kind_of(line) if _LONG.search(line) else None


# A site prints the same menus on each of its pages.
@lru_cache(maxsize=2048)
def _kind_of_short(line: str) -> Kind | None:
    return _kind_of(line)


def _kind_of(line: str) -> Kind | None:
    if ORIGINAL_TITLE.fullmatch(line):
        return Kind.ORIGINAL_TITLE
    line = line[: LONGEST_FURNITURE * 8].removeprefix("- ")
    found = _FURNITURE.fullmatch(line.translate(SIMPLIFIED))
    return _KINDS.get(found.lastgroup or "") if found else None


# What stands behind an account's name on pages where readers may follow accounts.
ACCOUNT_FOLLOWS = re.compile(r"\+?\s?(关注|订阅|已关注)|[\u3400-\u9fff]{1,3}号|官方账?号|官方")
# The line under the title of a document-sharing page.
DOCUMENT_SHARE = re.compile(r"由(?:会员|用户).{0,8}分享[,，].{0,400}?请在(?P<site>.{1,30}?)上搜索")
# The reason of the line that names a whole document, where its articles have titles of their own.
DOCUMENT_TITLE = "document_title"
# What opens a numbered chunk of a document-sharing page's text.
CHUNK_MARK = re.compile(r"(\d{1,4})、")
_KEYWORD_LINE = re.compile(
    r"[-·•\s]*(?:[关關]\s*[键鍵]\s*[词詞字]|[标標]\s*[签籤]|Tags?|Keywords?)\s*[:：]\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)


def keyword_line(line: str) -> str | None:
    """Return what a line of keywords says behind its label, or None where it is none."""
    match = _KEYWORD_LINE.fullmatch(line.strip()) if len(line) <= LONGEST_FURNITURE else None
    return match["words"].strip() if match else None
