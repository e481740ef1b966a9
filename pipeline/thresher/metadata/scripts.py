# ruff: noqa: RUF001, RUF002 - words and signs of their own scripts
"""Bylines in scripts without capitals: Chinese, Japanese, Korean and Arabic, where a label is what tells a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_CHARS = 80
"""Longest line that is a byline."""
LEAD_CHARS = 120
"""How much of the first paragraph is searched for the reporters named in brackets."""
NAMES = 6

FOREIGN = lazy(r"[\u0600-\u06ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A letter of those scripts."""

_HAN = r"[\u4e00-\u9fff]{2,4}"
_KANJI = r"[\u4e00-\u9fff\u3005\u3041-\u30ff\u30fc]{2,8}(?:[ \u3000][\u4e00-\u9fff\u3005\u3041-\u30ff\u30fc]{1,6})?"
_ARAB = r"[\u0621-\u064a]{2,12}(?: [\u0621-\u064a]{2,12}){1,3}"
_LISTED = r"(?:[ \u3000、,，和与&/]+{0}){{0,5}}"
_CHINESE = lazy(
    r"(?:^|[\s|(（【·])(?:(?:本报|本刊|本网|新华社|特约|见习|实习|通讯|首席|驻\w{1,4})*记者(?!会|們|们|证)|作者|文字|撰文|撰稿|文(?=\s?[/／|:：]))"
    rf"\s?[/／|:：]?\s?({_HAN}{_LISTED.format(_HAN)})(?=$|[\s|)）】·,，。/]|\d|报道|编辑|摄)"
)
_JAPANESE = lazy(
    r"(?:^|[\s|(（【／/])(?:取材・?文|取材・構成|構成・?文|文・?写真|文|執筆"
    r"|著者|ライター|記者|筆者|撮影・文)(?:\s?[:：=＝/／・|]\s?|[ \u3000])"
    rf"({_KANJI})(?=$|[\s|)）】／/、。])"
)
_JAPANESE_END = lazy(rf"(?:記者|編集委員|論説委員)?[【（]({_KANJI})[】）]$")
_KOREAN = lazy(r"(?:^|[\s(=])([\uac00-\ud7a3]{2,4})\s?(?:기자|특파원|선임기자)(?=$|[\s)=|])")
_ARABIC = lazy(
    rf"^\s?(?:بقلم|كتبت?|كتبه|إعداد|تحرير|الكاتبة?|المؤلف|بواسطة)\s?[:/|-]?\s?({_ARAB})(?=$|[\s]?[|·/-]|\s?\d|،)"
)
_BETWEEN = lazy(r"[ \u3000、,，和与&/]+")


def is_foreign(text: str) -> bool:
    """Whether a text has a letter of one of these scripts."""
    return not text.isascii() and FOREIGN.search(text) is not None


def people(line: str) -> list[str]:
    """The people whom a short line names by its label: "记者 张三 李四", "取材・文 山田太郎", "بقلم: ليلى حداد"."""
    if len(line) > LINE_CHARS or not is_foreign(line):
        return []
    return list(dict.fromkeys(_labelled(line)))[:NAMES]


def in_lead(text: str) -> list[str]:
    """The reporters whom the first words of a paragraph name: "新华社北京1月3日电（记者张三、李四）"."""
    if not is_foreign(text[:LEAD_CHARS]):
        return []
    match = _CHINESE.search(text[:LEAD_CHARS])
    return [name for name in _BETWEEN.split(match[1]) if name][:NAMES] if match else []


def at_end(text: str) -> list[str]:
    """The reporter in brackets at the end of a Japanese text: "…だという。【山田太郎】"."""
    match = _JAPANESE_END.search(text[-LEAD_CHARS // 4 :]) if text.endswith(("】", "）")) else None
    return [match[1]] if match and "。" in text[-LEAD_CHARS // 4 :] else []


def _labelled(line: str) -> Iterator[str]:
    if match := _CHINESE.search(line):
        yield from (name for name in _BETWEEN.split(match[1]) if name)
    for pattern in (_JAPANESE, _KOREAN, _ARABIC):
        if match := pattern.search(line):
            yield match[1].strip()
