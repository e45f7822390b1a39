"""What pages say happened on a day that they print, as data: words that stand right beside it."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What happened on a day: the text was published, drawn up, changed, or something else."""

    PUBLISHED = "published"
    DRAWN_UP = "drawn_up"
    CHANGED = "changed"
    OTHER = "other"


# News pages, official papers and journals, before a day or behind it; one character before 于.
HAN_ACTS = {
    Act.PUBLISHED: tuple(
        "发布 发表 刊发 刊登 刊载 首发 发文 发稿 发帖 编发 播发 播出 出版 推送 上线 报道 见报 "
        "登载 首播 上稿 张贴 创建 创作 撰写 写作 写 作 刊 (?<![下转])载 "
        "公布 公开 投稿 录入 添加".split()
    ),
    # Official papers: their public day is another, mostly later.
    Act.DRAWN_UP: tuple("成文 印发 签发 生成 制定 拟稿".split()),
    Act.CHANGED: (
        *"更新 修改 修订 改动 变更 校订".split(),
        *("最后编辑", "最近编辑", "再次编辑", "重新编辑"),
    ),
    # Crawlers, archives and catalogues: what was done with a copy.
    Act.OTHER: tuple(
        "抓取 爬取 采集 收录 收集 入库 归档 存档 快照 缓存 检索 查阅 提取 同步 导入 获取 "
        "擷取 拉取 镜像 转存 爬虫 截图 截屏 扫描".split()
    ),
}
# Buttons of a page too: these say something of a day only where a sign or 时间 joins them to it.
BUTTONS = tuple(
    "打印 下载 保存 浏览 访问 收藏 导出 引用 备份 阅读 读取 编辑 上传 转载 查看".split()
)
# Pages that show the day of their reader, statistics and notices.
NOW = tuple("今天 今日 现在 此刻 当前 目前 截至 截止".split())
# What 时间 may follow and still be that of the text: a place's clock, or a word for the text.
CLOCKS = tuple(
    "北京 当地 本地 美东 美西 美国东部 美国西部 太平洋 东京 伦敦 纽约 台北 香港 莫斯科 首尔 巴黎 "
    "柏林 悉尼 格林尼治 格林威治 世界 标准 协调世界".split()
)
TEXTS = tuple("文章 新闻 稿件 信息 资讯 本文 内容 帖子 日志 博文 主题 作品".split())

ENGLISH_ACTS = {
    Act.PUBLISHED: (
        r"publish(?:ed)?|publication|pub(?= date)|posted|post(?= (?:date|time))|released?|issued?"
        r"|filed|written|dated|aired|broadcast|creat(?:ed|ion)|added|submitted|premiered|launched|announced"
    ),
    Act.CHANGED: (
        r"updated?|modif(?:ied|ication)|revis(?:ed|ion)|edited|correct(?:ed|ion)|amended|changed"
        r"|reviewed|verified|refreshed"
    ),
    Act.OTHER: (
        r"accessed|retrieved|crawled|scraped|fetched|archived|downloaded|captured|cached|printed"
        r"|saved|indexed|collected|harvested|imported|exported|generated|viewed|visited|mirrored"
        r"|stored|consulted|cited|clipped|scanned|grabbed|pulled|digiti[sz]ed|synced"
    ),
}
# Names of papers end in some of these: they count where a label begins with them.
ENGLISH_NOUNS = (
    r"now|the time is now|today|current|currently|as|until|access|retrieval|crawl|snapshot|capture"
    r"|download|print|printout|archive|cache|index|scrape|fetch|visit|export|import|copy"
)
