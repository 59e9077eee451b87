"""Commercial advertising language, which a declaration may not contain (Implementing Rules Art. 85(3)).

`REGARDLESS` holds expressions that contain a listed word without praising anything.
"""

import re
import unicodedata

CHINESE = """
最佳 最优 最好 最先进 最高级 最强 最低价 最便宜 最受欢迎 最领先 第一品牌 全国第一 全球第一
世界第一 行业第一 国内第一 排名第一 唯一 独一无二 独家 首创 首家 首选 首次突破 国家级 世界级
国际级 省级名牌 国际领先 国内领先 世界领先 全球领先 行业领先 遥遥领先 领先水平 国际先进 国际一流
世界一流 国内一流 顶级 顶尖 极品 极致 王牌 冠军 巅峰 完美 绝佳 无与伦比 史无前例 前所未有 空前
填补空白 填补国内空白 划时代 革命性 颠覆性 奇迹 神奇 万能 包治 永久 零风险 无风险 稳赚 保证盈利
保证收益 高回报 暴利 百分之百 百分百 驰名 著名 名牌 畅销 热销 抢购 秒杀 限时优惠 特价 超低价
千载难逢 机不可失 欲购从速 市场前景广阔 前景广阔 前景巨大 潜力巨大 绝对领先 绝对优势 最具潜力
最具竞争力
"""
ENGLISH = """
best|world-class|world class|world-leading|world leading|market-leading|industry-leading|cutting-edge|state-of-the-art|
revolutionary|ground-breaking|groundbreaking|game-changing|unique|unparalleled|unrivalled|unbeatable|first of its kind|
number one|no. 1|guaranteed profit|risk-free|risk free|perfect|miracle|once-in-a-lifetime|exclusive offer|special offer|
limited offer|lowest price|huge potential
"""
REGARDLESS = (
    "非独家",
    "不独家",
    "不授予独家",
    "不得独家",
    "最佳实施方式",
    "最佳实施例",
    "唯一标识",
    "唯一编号",
    "永久磁",
    "最优控制",
    "最优化",
    "最优解",
    "最优参数",
    "best mode",
    "unique identifier",
)
_HUNDRED = re.compile(r"100\s*[%％](?!\s*(?:股|持股|纯棉))")
_CHINESE = re.compile("|".join(sorted(map(re.escape, CHINESE.split()), key=len, reverse=True)))
_ENGLISH = re.compile(
    r"(?<![\w-])(" + "|".join(map(re.escape, ENGLISH.replace("\n", "").split("|"))) + r")(?![\w-])", re.IGNORECASE
)


def advertising_words(text: str) -> list[str]:
    """The words of praise found in a text, each once, in order of appearance."""
    folded = unicodedata.normalize("NFKC", text)
    for harmless in REGARDLESS:
        folded = re.sub(re.escape(harmless), " ", folded, flags=re.IGNORECASE)
    found = [
        (match.start(), match.group(0))
        for pattern in (_CHINESE, _ENGLISH, _HUNDRED)
        for match in pattern.finditer(folded)
    ]
    return list(dict.fromkeys(word for _, word in sorted(found)))
