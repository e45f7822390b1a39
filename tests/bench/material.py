"""Made-up documents: feed dumps and saved pages as long and as untidy as real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path

PARTS = 4  # folders that the documents are dealt out to, for runs over some of them
PAGE_EVERY = 5  # each so-manieth document is a saved page

_CHARACTERS = (
    "山水风云日月星河江海湖岸桥路城乡村镇街巷门窗楼台亭园林树花草叶果麦稻茶米鱼鸟马牛羊船车"
    "灯火光影声歌书画纸笔墨印刻织布衣帽鞋伞钟表尺秤针线刀锅碗盘勺桌椅床柜箱包袋瓶罐盒春夏秋冬"
    "晨午晚夜雨雪霜露晴阴冷暖早迟新旧大小高低远近长短宽窄深浅轻重快慢多少真好美安静忙闲甜苦"
    "来去进出上下左右前后开关起落走跑飞游看听说读写唱教学问答想念记忘找换修补搭建种收买卖借还送"
    "接等停留守望量数算排拆装洗扫擦磨炒煮蒸烤切尝老师工匠农渔客邻居孩童青年姑娘先生同伴乡亲队员"
    "主任馆长站长店主船长校友医护司机志愿居民游人观众读者作者编辑会议计划方案项目比赛展览节目课程"
    "图样材料机器设备程序数据标准规定办法经验问题原因结果消息故事传说习惯心意力气手艺本领日子时候地方"
)
_ENDS = "。。。。。。！？"
_SOURCES = (
    "云溪晚报",
    "青石日报",
    "北窗周刊",
    "灯塔新闻",
    "江口观察",
    "麦田网",
    "长桥报",
    "山风网",
)
_SECTIONS = ("新媒体", "传统媒体", "综合", "周刊")
_CHANNELS = ("首页", "地方", "文化", "社会", "科技", "生活", "人物", "行走")
_SURNAMES = "林陈周许沈陆顾方叶苏江余"
_LABELS = ("栏目主编", "文字编辑", "图片编辑", "责任编辑")
_STYLE = ' style="text-align: justify;"'
_START = datetime(2024, 1, 1, tzinfo=UTC)


class Writer:
    """Writes sentences that mean nothing, the same ones for the same number."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)  # noqa: S311  (a pattern, not a secret)

    def word(self) -> str:
        # Squared, so that some words are common and most are rare, as in any text.
        place = int(self._chance.random() ** 2 * len(_WORDS))
        return _WORDS[place]

    def clause(self) -> str:
        return "".join(self.word() for _ in range(self._chance.randint(3, 8)))

    def sentence(self) -> str:
        clauses = "，".join(self.clause() for _ in range(self._chance.randint(2, 4)))
        return clauses + self.pick(_ENDS)

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self._chance.randint(3, 6)))

    def paragraphs(self, characters: int) -> list[str]:
        found = [self.paragraph() for _ in range(characters // 60)]
        lengths = accumulate(map(len, found))
        return [one for one, end in zip(found, lengths, strict=True) if end <= characters]

    def title(self) -> str:
        return f"{self.clause()}，{self.clause()}"

    def name(self) -> str:
        return self.pick(_SURNAMES) + self.pick(_CHARACTERS) + self.pick(_CHARACTERS)

    def pick(self, among: str | tuple[str, ...]) -> str:
        return self._chance.choice(among)

    def long(self) -> int:
        return self._chance.randint(1_800, 2_200)


def _words() -> list[str]:
    chance = random.Random(0)  # noqa: S311  (a pattern, not a secret)
    pairs = dict.fromkeys(
        chance.choice(_CHARACTERS) + chance.choice(_CHARACTERS) for _ in range(4000)
    )
    return list(pairs)


_WORDS = _words()


def write(folder: Path, documents: int, *, after: int = 0) -> list[Path]:
    """Write that many documents and return the folders they lie in; the first ones stay first.

    `after` is how many others are passed over.
    """
    folders = [folder / f"part{number}" for number in range(PARTS)]
    for part in folders:
        part.mkdir(parents=True)
    for number, (name, text) in enumerate(texts(documents, after=after)):
        (folders[number * PARTS // documents] / name).write_text(text, encoding="utf-8")
    return folders


def texts(documents: int, *, after: int = 0) -> Iterator[tuple[str, str]]:
    """Yield names and texts; no two texts are alike."""
    for number in range(after, after + documents):
        writer = Writer(number + 1)
        is_page = number % PAGE_EVERY == PAGE_EVERY - 1
        text = page(writer) if is_page else feed_dump(writer, number)
        yield f"{number:06}.{'txt' if is_page else 'md'}", text


def feed_dump(writer: Writer, number: int) -> str:
    """Return a document as a feed reader writes it: a header, then a page's markup."""
    source = writer.pick(_SOURCES)
    lead = f"https://pictures.example/{number}/lead.jpg"
    date = format_datetime(_START + timedelta(minutes=37 * number), usegmt=True)
    first, *paragraphs = writer.paragraphs(writer.long())
    inline = f'<p{_STYLE}><img src="https://pictures.example/{number}/inline.jpg"></p>'
    body = "".join(f"<p{_STYLE}>{one}</p>" for one in paragraphs)
    credits = "\n".join(f"<span>{label}：{writer.name()}</span>" for label in _LABELS)
    return (
        f"\n---\ntitle: '{writer.title()}'\ncategories: \n - {writer.pick(_SECTIONS)}\n"
        f" - {source}\n - {writer.pick(_CHANNELS)}\nheadimg: '{lead}'\nauthor: {source}\n"
        f"comments: false\ndate: {date}\nthumbnail: '{lead}'\n---\n\n<div>   \n"
        f'<p><img src="{lead}" referrerpolicy="no-referrer"></p>\n'
        f'<p{_STYLE}><span style="font-weight: 700;">{first}</span></p>{inline}{body}\n'
        f'        <div class="news-edit-info">\n{credits}\n</div>\n          \n</div>\n            '
    )


def page(writer: Writer) -> str:
    """Return a document as somebody saves a page: its text, a line a paragraph."""
    return "\n".join(
        [
            writer.title(),
            f"来源：{writer.pick(_SOURCES)}",
            *writer.paragraphs(writer.long() + 300),
            f"责任编辑：{writer.name()}",
            "",
        ]
    )
