"""The words of these tables in traditional characters, as Taiwan and Hong Kong write them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

_PAIRS = (
    "習习眾众會会傳传體体關关內内寫写擊击劃划創创製制辦办務务動动醫医協协單单廳厅發发號号後后員员團团國国圖图處处複复覆复頭头學学"
    "實实審审對对導导佈布師师廣广開开錄录誌志總总戶户執执報报攝摄數数無无時时機机雜杂來来構构標标欄栏檔档檢检瀏浏點点熱热電电畫画"
    "監监筆笔籌筹簽签類类級级線线終终經经繪绘絡络統统綜综編编網网聯联營营見见視视覽览覺觉計计訂订訊讯記记講讲論论設设訪访評评詞词"
    "譯译詳详讀读調调財财責责資资轉转載载輯辑運运採采銀银鍵键問问間间聞闻閱阅際际頁页頻频題题臺台於于為为當当現现緩缓歸归獲获變变"
    "倫伦紐纽約约準准鏡镜掃扫貼贴東东週周禮礼農农曆历臘腊內内儲储鐘钟與与專专嚴严舉举僅仅們们價价興兴冊册減减剛刚別别區区參参場场"
    "聲声備备態态擴扩暫暂權权條条樓楼歡欢註注確确簡简紹绍給给絕绝縮缩腦脑節节薦荐認认許许證证誠诚話话該该說说請请謝谢賞赏讚赞贊赞"
    "達达進进選选郵邮鈕钮鏈链長长門门閉闭隱隐頂顶須须顧顾預预饋馈係系碼码個个"
)
# For `str.translate`: one for one, so that places in a text stay what they are.
SIMPLIFIED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
# Those who write traditional characters write these too.
_KEPT = "台采布志周"
_FORMS: dict[str, str] = {}
for _traditional, _simplified in zip(_PAIRS[::2], _PAIRS[1::2], strict=True):
    _FORMS.setdefault(_simplified, _simplified if _simplified in _KEPT else "")
    _FORMS[_simplified] += _traditional


def in_both(words: Iterable[str]) -> tuple[str, ...]:
    """Return words, and behind them each in traditional characters, in all ways it is written.

    >>> in_both(["采写", "文"])
    ('采写', '文', '采寫', '採寫')
    """
    words = tuple(words)
    forms = (product(*(_FORMS.get(letter, letter) for letter in word)) for word in words)
    return tuple(dict.fromkeys((*words, *("".join(form) for of_word in forms for form in of_word))))
