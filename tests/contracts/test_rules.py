"""Wording, clause checks and the text's form: pure, without a database."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from market.contracts.rules import clauses, document, wording
from market.contracts.rules.agreement import Agreement, gaps, values
from market.contracts.rules.example import LICENCE, OPEN, PATENT, examples
from market.contracts.rules.states import FAMILIES, LICENCES, Family, Kind
from market.contracts.service.templates import checked, rendered, shipped

HOSTILE = [
    "{{7*7}}",
    "{{ 7*'7' }}",
    "{% print 1 %}",
    "{%print 7*7%}",
    "{{ licensor.__class__.__mro__ }}",
    "{{ licensor.name.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ licensor['name'] }}",
    "{{ licensor|attr('name') }}",
    "{{ licensor.name|upper }}",
    "{{ licensor.name.format(licensor) }}",
    "{{ config.items() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ joiner }}",
    "{{ namespace() }}",
    "{{ _flat }}",
    "{{ _flat(licensor) }}",
    "{% for _flat in patents %}{{ _flat.title }}{% endfor %}",
    "{% for licensor in patents %}{{ licensor.title }}{% endfor %}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for a in patents %}{% for b in patents %}x{% endfor %}{% endfor %}",
    "{% for p in patents recursive %}{{ loop(patents) }}{% endfor %}",
    "{% for p in patents if p.title %}x{% endfor %}",
    "{% for p in licensor %}x{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ 'a' ~ licensor.name }}",
    "{% set x = 1 %}",
    "{% set ns.x = 1 %}",
    "{% include 'contracts/paper.html' %}",
    "{% import 'paper.html' as p %}",
    "{% from 'paper.html' import p %}",
    "{% extends 'paper.html' %}",
    "{% block x %}{% endblock %}",
    "{% macro m() %}x{% endmacro %}",
    "{% call licensor() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with a = 1 %}x{% endwith %}",
    "{% autoescape true %}x{% endautoescape %}",
    "{% do licensor.clear() %}",
    "{% trans %}x{% endtrans %}",
    "{% if licensor.name is defined %}x{% endif %}",
    "{% if licensor.name in patents %}x{% endif %}",
    "{% if contract.kind < 'x' %}x{% endif %}",
    "{% if contract.kind == licensor.__class__ %}x{% endif %}",
    "{% if 1 %}x{% endif %}",
    "{{ licensor }}",
    "{{ patents }}",
    "{{ patents[0] }}",
    "{{ licensor.name if 1 else licensee.name }}",
    "{{ licensor.nmae }}",
    "{{ loop }}",
    "{{ (licensor.name, 1) }}",
    "{{ {'a': 1} }}",
    "{{",
    "{% if licensor.name %}",
    "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "{% if " + "not " * 14_000 + "licensor.name %}x{% endif %}",
    "{{ licensor.name }}" * 4_000,
    "x" * (wording.LONGEST_TEMPLATE + 1),
    "# title \ue000x",
]


@pytest.mark.parametrize("template", HOSTILE, ids=lambda text: text[:40])
def test_a_hostile_template_is_refused(template: str) -> None:
    with pytest.raises(wording.WordingRefused):
        wording.render(template, values(LICENCE, "HT-1", "zh"))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("${7*7} #{7*7} <%= 7*7 %>", "${7*7} #{7*7} <%= 7*7 %>"),
        ("{% raw %}{{7*7}}{% endraw %}", "{{7*7}}"),
        ("a{# {{7*7}} #}b", "ab"),
        ("{{ licensor.name }}", LICENCE.licensor.name),
        ("{% if not terms.sublicense %}no{% else %}yes{% endif %}", "no"),
        ("{{ licensor.agent or licensor.contact }}", "李示例"),
        ("{% for p in patents %}{{ p.position }},{% endfor %}", "1,2,"),
    ],
)
def test_what_may_stand_in_a_template(template: str, text: str) -> None:
    found = wording.render(template, values(LICENCE, "HT-1", "zh"))
    assert found.replace(wording.OPEN, "").replace(wording.CLOSE, "") == text


PAYLOADS = [
    "{{7*7}}",
    "# 标题",
    "## 条款",
    "- 项",
    "| a | b |",
    "x\n## y",
    "\ue000\ue001",
    "a|b",
    "<script>x</script>",
    "\x00\x1b[2J",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_value_is_text_and_never_structure(payload: str) -> None:
    agreement = replace(LICENCE, notes=payload, title=payload, licensor=replace(LICENCE.licensor, background=payload))
    body = "# T\n{{ terms.notes }}\n## {{ contract.title }}\n- {{ licensor.background }}\n| a | {{ terms.notes }} |"
    found = document.lines(wording.render(body, values(agreement, "HT-1", "zh")))
    assert [kind for kind, _ in found] == ["title", "text", "heading", "item", "row"]
    assert len(found[-1][1]) == 2
    assert "49" not in "".join(found[1][1])


@given(some.text(max_size=200))
def test_any_value_keeps_the_form(text: str) -> None:
    agreement = replace(LICENCE, notes=text)
    found = document.lines(
        wording.render("{{ terms.notes }}\n| {{ terms.notes }} | x |", values(agreement, "HT-1", "zh"))
    )
    assert [kind for kind, _ in found] == ["text", "row"]
    assert len(found[-1][1]) == 2


@given(some.text(alphabet="{}%# ()[]._|'\"~*licensornamefor\n\\", max_size=120))
def test_any_template_is_refused_or_rendered(template: str) -> None:
    with suppress(wording.WordingRefused):
        assert len(wording.render(template, values(LICENCE, "HT-1", "en"))) < wording.LONGEST_TEXT


@pytest.mark.parametrize("family", list(FAMILIES))
def test_the_shipped_templates_come_out_in_both_languages_and_pass_the_checks(family: str) -> None:
    blocks = checked(family, shipped(family, "zh"), shipped(family, "en"))
    assert blocks[0].kind == "title"
    for example in examples(family):
        drawn = rendered(shipped(family, "zh"), shipped(family, "en"), example, "HT-1")
        found = list(document.sentences(drawn))
        assert not [sentence for sentence in found if "{{" in sentence]
        hits = clauses.hits(found, example.kind in LICENCES, example.sublicense)
        assert [hit.check.rule for hit in hits] == []


@pytest.mark.rule("CC845")
@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_shipped_template_states_what_845_asks_for(family: str) -> None:
    text = document.plain_text(checked(family, shipped(family, "zh"), shipped(family, "en")))
    for needed in (PATENT.title, PATENT.number, f"ZL{PATENT.number}", PATENT.filing_date, PATENT.expiry_date):
        assert needed in text
    for label in ("申请人", "专利权人", "法定代表人", "委托代理人", "联系人", "住所", "电话", "开户银行", "银行账号"):
        assert label in text


def test_the_licence_contract_has_the_seventeen_clauses() -> None:
    blocks = checked(Family.LICENCE, shipped("licence", "zh"), shipped("licence", "en"))
    headings = [block.zh[0] for block in blocks if block.kind == document.HEADING]
    assert sum(heading.startswith("第") for heading in headings) == 17


def found(kind: str, text: str, sublicense: bool = False) -> list[str]:
    blocks = document.additional(text, "")
    hits = clauses.hits(list(document.sentences(blocks)), kind in LICENCES, sublicense)
    return [f"{hit.check.rule} {hit.check.tone}" for hit in hits]


@pytest.mark.rule("R24")
@pytest.mark.parametrize(
    ("text", "allowed", "rules"),
    [
        ("乙方有权进行分许可。", False, ["R24 bad"]),
        ("乙方可以再许可给关联公司。", False, ["R24 bad"]),
        ("Party B may sublicense the Patent to its affiliates.", False, ["R24 bad"]),
        ("乙方有权进行分许可。", True, []),
        ("乙方不得分许可。", False, []),
        ("未经甲方书面同意，乙方不得许可第三方实施。", False, []),
        ("Party B may not sublicense without consent.", False, []),
    ],
)
def test_a_sublicence_only_where_the_terms_allow_it(text: str, allowed: bool, rules: list[str]) -> None:
    assert found(Kind.ORDINARY, text, allowed) == rules


@pytest.mark.rule("R25")
@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("本许可永久有效。", ["R25 bad"]),
        ("许可期限不限。", ["R25 bad"]),
        ("The licence is perpetual.", ["R25 bad"]),
        ("保密义务长期有效，合同终止后亦然。", []),
        ("许可期限至 2031-12-31 止。", []),
    ],
)
def test_no_licence_without_a_term(text: str, rules: list[str]) -> None:
    assert found(Kind.EXCLUSIVE, text) == rules
    assert found(Kind.TRANSFER, text) == []


@pytest.mark.rule("R25")
def test_the_terms_need_a_last_day() -> None:
    assert [it.rule for it in gaps(replace(LICENCE, end=""))] == ["R25"]
    assert gaps(LICENCE) == []
    assert gaps(replace(LICENCE, kind=Kind.TRANSFER, end="")) == []


@pytest.mark.rule("R11")
def test_the_licence_ends_with_the_patent_at_the_latest() -> None:
    assert [it.rule for it in gaps(replace(LICENCE, end="2099-01-01"))] == ["R11", "R11"]
    assert gaps(replace(LICENCE, end=PATENT.expiry_date)) == []


@pytest.mark.rule("R26")
@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("乙方作出的改进应当无偿归许可方所有。", ["R26 warn"]),
        ("Improvements shall be assigned to Party A free of charge.", ["R26 warn"]),
        ("乙方不得使用竞争技术。", ["R26 warn"]),
        ("Party B shall not use competing technology.", ["R26 warn"]),
        ("乙方不得对本专利的有效性提出质疑。", ["R26 warn"]),
        ("Party B must not challenge the Patent.", ["R26 warn"]),
        ("乙方必须购买甲方指定的原材料。", ["R26 warn"]),
        ("合同产品的最低售价为一百元。", ["R26 warn"]),
        ("任何一方都没有义务无偿提供其改进，也不转让给对方。", []),
        ("双方可以协商使用改进的条件。", []),
        ("乙方每季度提供样品一件。", []),
    ],
)
def test_restrictive_clauses_are_pointed_out(text: str, rules: list[str]) -> None:
    assert found(Kind.ORDINARY, text) == rules


@pytest.mark.rule("CC845")
@pytest.mark.parametrize("field", ["filing_date", "expiry_date", "title", "patentees"])
def test_a_patent_lacking_something_is_found(field: str) -> None:
    empty = () if field == "patentees" else ""
    patent = replace(PATENT, **{field: empty}, applicants=() if field == "patentees" else PATENT.applicants)
    assert "CC845" in [it.rule for it in gaps(replace(LICENCE, patents=(patent,)))]
    assert gaps(replace(LICENCE, patents=(PATENT,))) == []


@pytest.mark.rule("R29")
def test_an_application_is_no_patent() -> None:
    application = replace(PATENT, granted=False)
    assert "R29" in [it.rule for it in gaps(replace(LICENCE, patents=(application,)))]


def test_missing_details_of_a_side_are_named() -> None:
    found_gaps = gaps(replace(LICENCE, licensee=replace(LICENCE.licensee, legal_representative="", phone="")))
    assert [it.rule for it in found_gaps] == ["PARTY"]
    assert "淄博示例轮毂有限公司" in str(found_gaps[0].values["name"])


def test_an_agreement_survives_storage() -> None:
    for agreement in (LICENCE, OPEN):
        assert Agreement.read(agreement.to_plain()) == agreement


def test_uneven_languages_are_refused() -> None:
    with pytest.raises(document.Uneven):
        document.paired("# a\n## b", "# a\n- b")
    with pytest.raises(document.Uneven):
        document.paired("# a\nb\nc", "# a\nb")
    with pytest.raises(document.Uneven):
        document.paired("| a | b |", "| a |")
    assert len(document.paired("# a\n| b | c |", "# x\n| y | z |")) == 2
