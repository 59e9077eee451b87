"""What makes an organisation: its Unified Social Credit Code, its place, its size and its industry."""

import re

from stdnum import numdb
from stdnum.cn import uscc as standard
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from market.core.i18n import N_

KINDS: dict[str, str] = {
    "university": N_("University or research institute"),
    "firm": N_("Company"),
    "service": N_("Service body"),
    "authority": N_("Authority"),
    "operator": N_("Operator of this site"),
}
KINDS_OPEN_TO_SIGN_UP = ("university", "firm", "service", "authority")
"""Operators are appointed on the command line, never by a form."""

SME_CLASSES: dict[str, str] = {
    "micro": N_("Micro enterprise"),
    "small": N_("Small enterprise"),
    "medium": N_("Medium enterprise"),
    "large": N_("Large enterprise"),
}

INDUSTRIES: dict[str, str] = {
    "A": N_("Agriculture, forestry, livestock and fishing"),
    "B": N_("Mining"),
    "C": N_("Manufacturing"),
    "D": N_("Electricity, heat, gas and water supply"),
    "E": N_("Construction"),
    "F": N_("Wholesale and retail trade"),
    "G": N_("Transport, storage and post"),
    "H": N_("Accommodation and catering"),
    "I": N_("Information transmission, software and IT services"),
    "J": N_("Finance"),
    "K": N_("Real estate"),
    "L": N_("Leasing and business services"),
    "M": N_("Research and technical services"),
    "N": N_("Water, environment and public facilities"),
    "O": N_("Household, repair and other services"),
    "P": N_("Education"),
    "Q": N_("Health and social work"),
    "R": N_("Culture, sport and entertainment"),
    "S": N_("Public administration, social security and organisations"),
    "T": N_("International organisations"),
}
"""Sections of the industry classification GB/T 4754-2017."""

FORMS: dict[str, str] = {
    "11": N_("state organ"),
    "12": N_("public institution"),
    "13": N_("party or mass body"),
    "51": N_("social body"),
    "52": N_("private non-enterprise body"),
    "53": N_("foundation"),
    "91": N_("company"),
    "92": N_("sole trader"),
    "93": N_("farmers' cooperative"),
}
USUAL_FORMS: dict[str, tuple[str, ...]] = {
    "university": ("12", "51", "52"),
    "firm": ("91", "92", "93"),
    "authority": ("11", "12", "13"),
}

PROVINCES: dict[str, str] = {
    "11": N_("Beijing"),
    "12": N_("Tianjin"),
    "13": N_("Hebei"),
    "14": N_("Shanxi"),
    "15": N_("Inner Mongolia"),
    "21": N_("Liaoning"),
    "22": N_("Jilin"),
    "23": N_("Heilongjiang"),
    "31": N_("Shanghai"),
    "32": N_("Jiangsu"),
    "33": N_("Zhejiang"),
    "34": N_("Anhui"),
    "35": N_("Fujian"),
    "36": N_("Jiangxi"),
    "37": N_("Shandong"),
    "41": N_("Henan"),
    "42": N_("Hubei"),
    "43": N_("Hunan"),
    "44": N_("Guangdong"),
    "45": N_("Guangxi"),
    "46": N_("Hainan"),
    "50": N_("Chongqing"),
    "51": N_("Sichuan"),
    "52": N_("Guizhou"),
    "53": N_("Yunnan"),
    "54": N_("Tibet"),
    "61": N_("Shaanxi"),
    "62": N_("Gansu"),
    "63": N_("Qinghai"),
    "64": N_("Ningxia"),
    "65": N_("Xinjiang"),
    "71": N_("Taiwan"),
    "81": N_("Hong Kong"),
    "82": N_("Macao"),
}

WRONG_LENGTH = N_("The Unified Social Credit Code has 18 characters.")
WRONG_CHARACTER = N_("The Unified Social Credit Code has only digits and capital letters without I, O, S, V and Z.")
WRONG_CHECK = N_("The check character of this code does not fit: compare it with the licence once more.")


def uscc_refusal(text: str) -> str:
    """Why this is no Unified Social Credit Code (GB 32100-2015): a sentence, or an empty text when it is one."""
    try:
        standard.validate(clean_uscc(text))
    except InvalidLength:
        return WRONG_LENGTH
    except InvalidChecksum:
        return WRONG_CHECK
    except ValidationError:
        return WRONG_CHARACTER
    return ""


def clean_uscc(text: str) -> str:
    """The code without blanks and hyphens, in plain capitals (full-width signs become plain ones)."""
    return standard.compact(text)


def region_of(uscc: str) -> str:
    """The district code (GB/T 2260, six digits) of the place of registration that a code names."""
    return uscc[2:8]


def province_of(region: str) -> str:
    """The province of a district code as a message id; empty when there is none."""
    return PROVINCES.get(region[:2], "")


def district_of(region: str) -> str:
    """The Chinese name of a district code as today's register has it; empty when unknown or the province itself."""
    found = [attributes.get("county", "") for _, attributes in numdb.get("cn/loc").info(region)]
    if len(found) < 2 or region.endswith("0000"):
        return ""
    names = re.findall(r"(?:\[(\d*)-(\d*)\])?([^\[\]]+)", found[1])
    return next((name.strip() for _, until, name in names if not until), "")


def form_of(uscc: str) -> str:
    """What the first two characters say about the legal form, as a message id; a hint only, never a proof."""
    return FORMS.get(uscc[:2], "")


def form_is_unusual(kind: str, uscc: str) -> bool:
    """Whether a vetting person should look twice: the code's form does not go with the kind stated."""
    usual = USUAL_FORMS.get(kind)
    return usual is not None and uscc[:2] not in usual
