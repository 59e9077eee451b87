"""Places as people write them, brought to codes of GB/T 2260: the cities of Shandong, else the province."""

import unicodedata

from market.accounts.rules.organisations import PROVINCES, district_of

CITIES: dict[str, tuple[str, ...]] = {
    "370100": ("济南", "jinan"),
    "370200": ("青岛", "qingdao"),
    "370300": ("淄博", "zibo"),
    "370400": ("枣庄", "zaozhuang"),
    "370500": ("东营", "dongying"),
    "370600": ("烟台", "yantai"),
    "370700": ("潍坊", "weifang"),
    "370800": ("济宁", "jining"),
    "370900": ("泰安", "tai'an", "taian", "新泰", "肥城", "岱岳", "泰山区", "宁阳", "东平县"),
    "371000": ("威海", "weihai"),
    "371100": ("日照", "rizhao"),
    "371300": ("临沂", "linyi"),
    "371400": ("德州", "dezhou"),
    "371500": ("聊城", "liaocheng"),
    "371600": ("滨州", "binzhou"),
    "371700": ("菏泽", "heze"),
}
"""Cities of Shandong and the names under which they appear; Laiwu is part of Jinan since 2019."""

PROVINCE_NAMES: dict[str, str] = {
    "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21", "吉林": "22", "黑龙江": "23",
    "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34", "福建": "35", "江西": "36", "山东": "37", "河南": "41",
    "湖北": "42", "湖南": "43", "广东": "44", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52",
    "云南": "53", "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64", "新疆": "65", "台湾": "71",
    "香港": "81", "澳门": "82",
}  # fmt: skip
_ZH_OF = {code: name for name, code in PROVINCE_NAMES.items()}


def read_region(text: str) -> str:
    """The code a text names ("山东省泰安市岱岳区" and "泰安": 370900, "广西桂林市": 450000); empty when none is."""
    folded = unicodedata.normalize("NFKC", text[:200]).strip().lower()
    if len(folded) == 6 and folded.isdecimal():
        return folded if folded[:2] in PROVINCES else ""
    province = next((code for name, code in PROVINCE_NAMES.items() if folded.startswith(name)), "")
    if province in ("", "37"):
        named = ((folded.find(n), code) for code, names in CITIES.items() for n in names if n in folded)
        if best := min(named, default=None):
            return best[1]
    if province:
        return f"{province}0000"
    english = (code for code, name in PROVINCES.items() if name.lower() in folded)
    return f"{code}0000" if (code := next(english, "")) else ""


def province_code(region: str) -> str:
    """The province of a region code, "" for none."""
    return f"{region[:2]}0000" if region[:2] in PROVINCES else ""


def region_name(region: str) -> tuple[str, str]:
    """The name of a code in Chinese, and the message id of its province's English name; empty texts when unknown."""
    english = PROVINCES.get(region[:2], "")
    if not english:
        return "", ""
    chinese = _ZH_OF.get(region[:2], "")
    city = CITIES.get(f"{region[:4]}00")
    return chinese + (f" {city[0]}" if city else f" {district_of(region)}".rstrip()), english


def english_name(region: str) -> str:
    """The name of a code in Latin letters: a Shandong city by its own name, anything else by the province."""
    city = CITIES.get(f"{region[:4]}00")
    return city[1].title() if city else PROVINCES.get(region[:2], "")
