"""What names are made of: the usual Chinese surnames, and how outlets' names end."""

from __future__ import annotations

from articles.text.lexicon.both_ways import in_both
from articles.text.lexicon.credits import INFO_LABELS, LABEL_ROLES, NO_NAMES, SOURCE_LABELS

# Bylines of newspapers: one character each, the two hundred and fifty most usual.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭萧葉蘇魏呂盧鍾鐘譚陸賈韋鄒閆龍陶賀顧龔萬錢嚴湯龐顏倪莊魯歐關蘭賴赖甯寧單畢塗溫藍喻祁饒陽時農繆簡車項連蘆麥婁竇黨宮費衛應閔鄔邊師欒榮叢鞏遲鄺聶紀閻阎鄞畢華齊靳艾"
)

# Of two characters: only behind these are four of them a person's name.
LONG_SURNAMES = in_both("欧阳 司马 上官 诸葛 司徒 慕容 皇甫 夏侯 令狐 尉迟 长孙 宇文 东方".split())

# The ends of outlets' names, seen in bylines, under titles and in footers.
OUTLETS = in_both(
    (
        *("报", "网", "社", "台", "刊", "新闻", "在线", "客户端", "频道", "传媒", "通讯"),
        *("电视", "广播", "杂志", "海外版"),
    )
)

# Labels whose own value is missing stand where a name would: 来源： 作者：.
NAMES_NOBODY = NO_NAMES.union(
    LABEL_ROLES, (word.casefold() for word in (*SOURCE_LABELS, *INFO_LABELS))
)

# What an outlet's name has in one place and lacks in another: its name, its window's title, the
# author that a template fills in, the departments that nobody signs for.
OUTLET_WORDS = frozenset(
    "the news newsroom newspaper online com net org web website site media digital network live"
    " today daily weekly magazine tv app wire staff team desk editor editors reporter reporters"
    " correspondent correspondents".split()
)
# What papers are called, and people too.
PAPER_WORDS = frozenset("post journal press mail express courier star sun mirror review".split())
OUTLET_PARTS = ("订阅", "官网", "官方", "网站", "公众号", "微博", "号", "编辑部", "小编", "记者")

# What organisations are called at the end of their names, and at the beginning before `of`; no
# surname is among them. Seen as author of pages of papers, agencies, authorities and firms.
ORGANISATIONS = frozenset(
    "news times herald tribune gazette chronicle telegraph newspaper newspapers magazine newsroom"
    " online media network radio television agency association authority ministry department"
    " university college institute council committee commission parliament company corporation"
    " group inc ltd llc plc gmbh foundation society staff team desk editors contributors".split()
)
ORGANISATION_ENDS = (
    *("公司", "集团", "协会", "学会", "委员会", "大学", "学院", "研究所", "研究院", "中心", "局"),
    *("厅", "政府", "办公室", "编辑部", "工作室", "法院", "检察院", "医院", "银行", "宣传部"),
)
