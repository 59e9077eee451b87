"""Rules of patents: numbers, classes, terms, states, dates, columns, rows and merging."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.errors import Invalid
from market.patents.rules import columns, dates, identifiers, industry, ipc_names, symbols, terms
from market.patents.rules.columns import Field
from market.patents.rules.dates import Order
from market.patents.rules.identifiers import PatentType
from market.patents.rules.legal import Statement, refusals
from market.patents.rules.merging import Stated, changes, new_record
from market.patents.rules.rows import Facts, Reading, names_of, read_row, text_of
from market.patents.rules.status import Detail, Level, detail_of_word, shown_today

TODAY = date(2026, 11, 22)
STATED = Stated("list.xlsx", TODAY)
KNOWN_NUMBERS = ["201710601862.3", "95115608.X", "97101765.4", "201921898050.0", "201921897980.4"]

new_digits = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07d}",
    st.integers(2003, 2026),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
)
old_digits = st.builds(
    lambda year, kind, serial: f"{year % 100:02d}{kind}{serial:05d}",
    st.integers(1985, 2003),
    st.sampled_from("12389"),
    st.integers(0, 99_999),
)


def parse(text: object) -> str:
    return identifiers.parse_application_number(text, TODAY.year).canonical


class TestApplicationNumber:
    @pytest.mark.rule("R01")
    @pytest.mark.parametrize("number", KNOWN_NUMBERS)
    def test_printed_numbers_carry_the_check_digit_we_reckon(self, number: str) -> None:
        assert parse(number) == number

    @given(st.one_of(new_digits, old_digits))
    def test_every_written_form_gives_one_stored_form(self, digits: str) -> None:
        canonical = f"{digits}.{identifiers.check_digit(digits)}"
        bare = canonical.replace(".", "")
        wide = canonical.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.X"})
        forms = [canonical, bare, digits, f"ZL{canonical}", f"CN {bare.lower()}", f" ZL {canonical} ", wide]
        forms += [f"专利号：ZL{canonical}", f"申请号: {canonical}", f"CN {digits} A", f"cn{digits}u"]
        assert {parse(form) for form in forms} == {canonical}

    @pytest.mark.rule("R01")
    @given(st.one_of(new_digits, old_digits), st.sampled_from("0123456789X"))
    def test_a_wrong_check_digit_is_refused_with_the_right_one(self, digits: str, given_digit: str) -> None:
        right = identifiers.check_digit(digits)
        if given_digit == right:
            assert parse(digits + given_digit) == f"{digits}.{right}"
            return
        with pytest.raises(Invalid) as refused:
            parse(f"ZL{digits}.{given_digit}")
        assert refused.value.values["expected"] == right

    @given(new_digits, st.integers(0, 11), st.sampled_from("0123456789"))
    def test_one_mistyped_digit_never_passes(self, digits: str, place: int, typed: str) -> None:
        if typed == digits[place]:
            return
        wrong = digits[:place] + typed + digits[place + 1 :]
        with pytest.raises(Invalid):
            parse(f"{wrong}.{identifiers.check_digit(digits)}")

    @given(st.text(max_size=40))
    def test_any_text_gives_a_number_or_a_sentence(self, text: str) -> None:
        with suppress(Invalid):
            found = identifiers.parse_application_number(text)
            assert found.check == identifiers.check_digit(found.digits)

    @pytest.mark.parametrize(
        ("digits", "kind", "international"),
        [
            ("202010000001", PatentType.INVENTION, False),
            ("202020000001", PatentType.UTILITY_MODEL, False),
            ("202030000001", PatentType.DESIGN, False),
            ("202080000001", PatentType.INVENTION, True),
            ("202090000001", PatentType.UTILITY_MODEL, True),
        ],
    )
    def test_the_type_follows_from_the_type_digit(self, digits: str, kind: PatentType, international: bool) -> None:
        number = identifiers.parse_application_number(digits)
        assert (number.type, number.international, number.year) == (kind, international, 2020)

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            (201710601862.0, identifiers.SWALLOWED),
            (201710601862, identifiers.SWALLOWED),
            (2.01711e11, identifiers.SWALLOWED),
            ("2.01711E+11", identifiers.SWALLOWED),
            (201710601862.4, identifiers.WRONG_CHECK_DIGIT),
            ("", identifiers.EMPTY),
            (None, identifiers.EMPTY),
            ("CN102110728A", identifiers.PUBLICATION_ONLY),
            ("US5686888A", identifiers.FOREIGN),
            ("US 65784810 A", identifiers.FOREIGN),
            ("12345", identifiers.NOT_A_NUMBER),
            ("202710000001", identifiers.WRONG_YEAR),
            ("198410000001", identifiers.WRONG_YEAR),
            ("04100001", identifiers.WRONG_YEAR),
            ("202040000001", identifiers.WRONG_TYPE),
        ],
    )
    def test_what_is_no_number_is_told_why(self, value: object, sentence: str) -> None:
        with pytest.raises(Invalid) as refused:
            parse(value)
        assert refused.value.sentence == sentence

    def test_a_numeric_cell_is_believed_when_its_decimal_digit_proves_it(self) -> None:
        assert parse(201710601862.3) == "201710601862.3"

    def test_zl_stands_before_granted_numbers_only(self) -> None:
        number = identifiers.ApplicationNumber("201710601862")
        assert (number.display(granted=True), number.display()) == ("ZL201710601862.3", "CN201710601862.3")


class TestPublicationNumber:
    @pytest.mark.rule("R01")
    @pytest.mark.parametrize(
        ("text", "canonical", "kind", "grant"),
        [
            ("CN102110728A", "CN102110728A", PatentType.INVENTION, False),
            ("cn 102490510 b", "CN102490510B", PatentType.INVENTION, True),
            ("CN203717160U", "CN203717160U", PatentType.UTILITY_MODEL, True),
            ("201092900Y", "CN201092900Y", PatentType.UTILITY_MODEL, True),
            ("CN301234567S", "CN301234567S", PatentType.DESIGN, True),
            ("CN1234567C", "CN1234567C", PatentType.INVENTION, True),
            ("CN 85102431 A", "CN85102431A", PatentType.INVENTION, False),
        ],
    )
    def test_forms_of_all_periods(self, text: str, canonical: str, kind: PatentType, grant: bool) -> None:
        found = identifiers.parse_publication_number(text)
        assert (found.canonical, found.type, found.announces_grant) == (canonical, kind, grant)

    @pytest.mark.rule("R01")
    @pytest.mark.parametrize("text", ["CN202110728A", "CN102110728U", "CN12345A", "102110728", "JPH06289931A"])
    def test_misfits_are_refused(self, text: str) -> None:
        with pytest.raises(Invalid):
            identifiers.parse_publication_number(text)


class TestSymbols:
    @pytest.mark.rule("R01")
    @given(
        st.sampled_from("ABCDEFGH"),
        st.integers(1, 99),
        st.sampled_from("ABCXYZ"),
        st.integers(1, 9999),
        st.integers(0, 999_999),
    )
    def test_written_forms_of_a_symbol(self, section: str, number: int, letter: str, group: int, subgroup: int) -> None:
        sub = f"{subgroup:02d}"
        head = f"{section}{number:02d}{letter}"
        plain = f"{head}{group}/{sub}"
        forms = [plain, f"{head} {group}/{sub}", f"{plain}(2006.01)I", f"{plain}（2006.01）A", plain.lower()]
        assert {symbols.parse_ipc(form).canonical for form in forms} == {plain}
        assert symbols.parse_ipc(plain).levels[:3] == (section, head[:3], head)

    @pytest.mark.parametrize("text", ["E", "B01J", "Y02E60/10", "A01B0/00", "12-16", "B01J37", "x"])
    def test_what_is_no_symbol(self, text: str) -> None:
        with pytest.raises(Invalid):
            symbols.parse_ipc(text)

    def test_fixed_width_form(self) -> None:
        assert symbols.parse_ipc("G06F0003010000").display == "G06F 3/01"

    @pytest.mark.parametrize("text", ["12-16", "12-16-T0413", "LOC(10)Cl.12-16", "１２－１６"])
    def test_locarno(self, text: str) -> None:
        assert symbols.parse_locarno(text) == "12-16"

    @pytest.mark.parametrize("text", ["33-01", "1216", "B01J37/08", ""])
    def test_what_is_not_locarno(self, text: str) -> None:
        with pytest.raises(Invalid):
            symbols.parse_locarno(text)

    def test_every_class_has_both_names(self) -> None:
        assert len(ipc_names.SECTIONS) == 8
        assert len(ipc_names.CLASSES) == 132
        for entry in (*ipc_names.SECTIONS.values(), *ipc_names.CLASSES.values()):
            assert entry["zh"]
            assert entry["en"].isascii()
        assert ipc_names.class_name("B22C 5/00", "en") == "Casting and powder metallurgy"


def test_industry_table_is_complete() -> None:
    assert len(industry.SECTIONS) == 20
    assert [int(code) for code in industry.DIVISIONS] == list(range(1, 98))
    assert all(industry.section_of(code) for code in industry.DIVISIONS)
    assert industry.section_of("C3579") == "C"
    assert industry.industry_name("C3579", "en") == "Special machinery"


class TestTerms:
    @pytest.mark.parametrize(
        ("kind", "filed", "expires"),
        [
            (PatentType.INVENTION, date(2017, 7, 21), date(2037, 7, 21)),
            (PatentType.UTILITY_MODEL, date(2019, 11, 5), date(2029, 11, 5)),
            (PatentType.DESIGN, date(2021, 5, 31), date(2031, 5, 31)),
            (PatentType.DESIGN, date(2021, 6, 1), date(2036, 6, 1)),
            (PatentType.INVENTION, date(2004, 2, 29), date(2024, 2, 29)),
            (PatentType.DESIGN, date(2024, 2, 29), date(2039, 2, 28)),
        ],
    )
    def test_expiry(self, kind: PatentType, filed: date, expires: date) -> None:
        assert terms.expiry_date(kind, filed) == expires

    def test_the_day_before_the_anniversary_is_the_last(self) -> None:
        assert not terms.term_has_run_out(date(2026, 11, 23), TODAY)
        assert terms.term_has_run_out(date(2026, 11, 22), TODAY)

    def test_annuity_is_due_before_the_year_begins_and_may_be_late_six_months(self) -> None:
        annuity = terms.next_annuity(PatentType.INVENTION, date(2020, 3, 2), paid_to_year=6)
        assert annuity is not None
        assert (annuity.year, annuity.due, annuity.grace_until) == (7, date(2026, 3, 2), date(2026, 9, 2))
        assert annuity.in_grace(date(2026, 9, 2))
        assert not annuity.in_grace(date(2026, 3, 2))
        assert annuity.missed(date(2026, 9, 3))

    def test_a_due_day_off_moves_to_the_next_working_day(self) -> None:
        annuity = terms.next_annuity(PatentType.INVENTION, date(2020, 11, 21), paid_to_year=6)
        assert annuity is not None
        assert annuity.due == date(2026, 11, 21)
        assert not annuity.in_grace(date(2026, 11, 23))
        assert annuity.in_grace(date(2026, 11, 24))

    def test_nothing_is_due_after_the_last_year_or_when_nothing_is_known(self) -> None:
        assert terms.next_annuity(PatentType.UTILITY_MODEL, date(2020, 3, 2), 10) is None
        assert terms.next_annuity(PatentType.UTILITY_MODEL, date(2020, 3, 2), None) is None


class TestStatus:
    @pytest.mark.rule("R29")
    def test_a_term_that_has_run_out_ends_whatever_was_recorded(self) -> None:
        shown = shown_today(Detail.GRANTED, date(2026, 11, 22), TODAY)
        assert (shown.level, shown.detail, shown.computed, shown.in_force) == (
            Level.ENDED,
            Detail.EXPIRED,
            True,
            False,
        )

    @pytest.mark.rule("R29")
    def test_only_a_granted_living_patent_is_called_in_force(self) -> None:
        in_force = {detail for detail in Detail if shown_today(detail, date(2040, 1, 1), TODAY).in_force}
        assert in_force == {Detail.GRANTED, Detail.PARTLY_INVALID, Detail.RESTORED}

    @pytest.mark.parametrize(
        ("word", "detail"),
        [("有权", Detail.GRANTED), ("审中", Detail.PENDING), (" Active ", Detail.GRANTED), ("失效", Detail.ENDED),
         ("未缴年费", Detail.LAPSED), ("驳回", Detail.REFUSED), ("会签中", None)],
    )  # fmt: skip
    def test_words_of_files(self, word: str, detail: Detail | None) -> None:
        assert detail_of_word(word) == detail


class TestDates:
    @pytest.mark.parametrize(
        "value",
        ["2015-11-23", "2015.11.23", "2015/11/23", "20151123", 20151123.0, "2015年11月23日", "２０１５-11-23",
         date(2015, 11, 23), datetime(2015, 11, 23, 8, 0, tzinfo=UTC), "2015-11-23 00:00:00", "23/11/2015", "11/23/15"],
    )  # fmt: skip
    def test_forms_that_need_no_order(self, value: object) -> None:
        assert dates.parse_date(value) == date(2015, 11, 23)

    def test_two_digit_years_begin_with_the_patent_office(self) -> None:
        assert dates.parse_date("6/7/95", Order.MONTH_FIRST) == date(1995, 6, 7)
        assert dates.parse_date("6/7/84", Order.DAY_FIRST) == date(2084, 7, 6)
        assert dates.parse_date("6/7/04", Order.DAY_FIRST) == date(2004, 7, 6)

    @pytest.mark.parametrize(
        ("values", "order"),
        [
            (["2015-11-23", "20101119"], None),
            (["6/7/95", "5/5/95"], Order.UNKNOWN),
            (["5/5/95"], None),
            (["6/7/95", "6/17/95"], Order.MONTH_FIRST),
            (["6/7/95", "17/6/95"], Order.DAY_FIRST),
            (["17/6/95", "6/17/95"], Order.MIXED),
        ],
    )
    def test_a_column_proves_its_order(self, values: list[str], order: Order | None) -> None:
        assert dates.order_of(values) == order

    @pytest.mark.parametrize("order", [None, Order.UNKNOWN, Order.MIXED])
    def test_an_unproved_order_is_asked_for(self, order: Order | None) -> None:
        with pytest.raises(Invalid) as refused:
            dates.parse_date("6/7/95", order)
        assert refused.value.sentence == dates.ORDER_UNKNOWN

    @pytest.mark.parametrize("value", ["42331", 42331.0, "2015", "31/31/2015", "2015-02-30", "x", "0000-01-01"])
    def test_what_is_no_date(self, value: object) -> None:
        with pytest.raises(Invalid):
            dates.parse_date(value)

    def test_a_chosen_order_that_cannot_be(self) -> None:
        with pytest.raises(Invalid):
            dates.parse_date("17/6/95", Order.MONTH_FIRST)


class TestColumns:
    def test_chinese_and_english_headers(self) -> None:
        found = columns.recognise(
            ["申请（专利权）人", "公开（公告）号", "Title", "Filing / creation date", "主分类号*"]
        )
        assert found == {
            Field.APPLICANTS: 0,
            Field.PUBLICATION_NUMBER: 1,
            Field.TITLE: 2,
            Field.FILING_DATE: 3,
            Field.MAIN_CLASS: 4,
        }

    def test_the_more_exact_name_wins(self) -> None:
        assert columns.recognise(["专利号", "申请号"])[Field.APPLICATION_NUMBER] == 1

    def test_id_means_a_publication_only_in_a_google_patents_file(self) -> None:
        assert Field.PUBLICATION_NUMBER not in columns.recognise(["id", "title"])
        assert columns.recognise(["id", "title", "result link"])[Field.PUBLICATION_NUMBER] == 0

    def test_the_header_is_found_under_preamble(self) -> None:
        rows = [["云州大学专利清单"], [], ["制表", "2026"], ["序号", "专利名称", "申请号"], ["1", "x", "y"]]
        assert columns.find_header(rows) == 3

    def test_numbers_alone_are_no_header(self) -> None:
        assert columns.find_header([["南京港", 2.0], ["澳洋", 108.0]]) is None

    def test_no_alias_names_two_fields(self) -> None:
        aliases = [alias for names in columns.ALIASES.values() for alias in names.split()]
        assert len(aliases) == len(set(aliases))
        assert all(columns.fold_header(alias) == alias for alias in aliases)


READING = Reading({name: place for place, name in enumerate(Field)}, today=TODAY)


def row(**given: object) -> Facts:
    values: dict[Field, object] = {Field(name): value for name, value in given.items()}
    return read_row([values.get(name, "") for name in Field], READING)


class TestRows:
    def test_a_full_row(self) -> None:
        facts = row(
            application_number="CN201110392354.1",
            title="一种反光膜\n及其制备",
            applicants="云州大学；云州膜业有限公司 | 李四",
            filing_date="2011.12.01",
            main_class="B41M5/52(2006.01)I",
            classes="B41M5/52(2006.01)I;B32B15/09(2006.01)I",
            type="1",
            publication_number="CN102490510B",
            publication_date="2014.01.22",
            status="有权",
        )
        assert facts.applicants == ("云州大学", "云州膜业有限公司", "李四")
        assert facts.ipc == ("B41M 5/52", "B32B 15/09")
        assert (facts.grant_number, facts.grant_date) == ("CN102490510B", date(2014, 1, 22))
        assert (facts.publication_number, facts.publication_date) == ("", None)
        assert (facts.title, facts.status) == ("一种反光膜 及其制备", Detail.GRANTED)

    def test_designs_carry_locarno(self) -> None:
        assert row(application_number="202030000001", main_class="15-09").locarno == ("15-09",)

    @pytest.mark.parametrize(
        "given",
        [
            {"application_number": "201710601862.3", "main_class": "B01J"},
            {"application_number": "201710601862.3", "type": "外观设计"},
            {"application_number": "201710601862.3", "publication_number": "CN203717160U"},
            {"application_number": "201710601862.3", "filing_date": "2026-11-23"},
            {"application_number": "201710601862.3", "filing_date": "2019-01-01"},
            {"application_number": "201710601862.3", "filing_date": "2017-07-21", "grant_date": "2016-01-01"},
            {"application_number": "201710601862.3", "title": "x" * 501},
            {"application_number": "201710601862.3", "title": float("inf")},
            {"application_number": "201710601862.3", "abstract": "#REF!"},
            {"publication_number": "CN102490510B"},
            {},
        ],
    )
    def test_refused_rows(self, given: dict[str, object]) -> None:
        with pytest.raises(Invalid) as refused:
            row(**given)
        assert str(refused.value)

    def test_doubtful_letters_are_not_stored(self) -> None:
        reading = Reading({Field.APPLICATION_NUMBER: 0, Field.TITLE: 1}, encoding_sure=False, today=TODAY)
        assert read_row(["201710601862.3", "Plain title"], reading).title == "Plain title"
        with pytest.raises(Invalid):
            read_row(["201710601862.3", "äöü"], reading)

    @given(st.text(max_size=60))
    def test_clean_text_has_nothing_a_database_refuses(self, text: str) -> None:
        cleaned = text_of(text)
        assert "\x00" not in cleaned
        cleaned.encode("utf-8")

    def test_names_once_each(self) -> None:
        assert names_of("甲；乙;甲 | 丙;;") == ("甲", "乙", "丙")


class TestMerging:
    published = Facts(
        identifiers.ApplicationNumber("201110392354"),
        title="反光膜",
        abstract="公布文本",
        publication_number="CN102490510A",
        publication_date=date(2012, 6, 13),
    )
    granted = Facts(
        identifiers.ApplicationNumber("201110392354"),
        title="一种反光膜",
        abstract="授权文本",
        grant_number="CN102490510B",
        grant_date=date(2014, 1, 22),
    )

    def test_a_and_b_publications_make_one_record_in_either_order(self) -> None:
        one = new_record(self.published, STATED)
        one |= changes(one, self.granted, STATED, earlier_row=2)
        other = new_record(self.granted, STATED)
        other |= changes(other, self.published, STATED, earlier_row=2)
        assert one == other
        assert (one["title"], one["publication_number"]) == ("一种反光膜", "CN102490510A")

    def test_repeating_changes_nothing(self) -> None:
        kept = new_record(self.published, STATED)
        kept |= changes(kept, self.granted, STATED, earlier_row=2)
        assert changes(kept, self.published, STATED) == {}
        assert changes(kept, self.granted, STATED, earlier_row=2) == {}

    def test_blanks_never_erase(self) -> None:
        kept = new_record(self.published, STATED)
        assert changes(kept, Facts(self.published.number), STATED) == {}

    def test_one_file_must_not_contradict_itself(self) -> None:
        kept = new_record(self.published, STATED)
        with pytest.raises(Invalid):
            changes(kept, Facts(self.published.number, title="别的"), STATED, earlier_row=2)
        assert changes(kept, Facts(self.published.number, title="别的"), STATED) == {"title": "别的"}

    def test_a_new_record_needs_a_title(self) -> None:
        with pytest.raises(Invalid):
            new_record(Facts(self.published.number), STATED)

    @pytest.mark.rule("R33")
    def test_an_older_status_never_replaces_a_newer_one(self) -> None:
        kept = new_record(Facts(self.published.number, title="x", status=Detail.GRANTED, status_text="有权"), STATED)
        assert (kept["status_source"], kept["status_as_of"]) == ("list.xlsx", TODAY)
        ended = Facts(self.published.number, status=Detail.LAPSED, status_text="未缴年费")
        assert changes(kept, ended, Stated("old.xlsx", date(2020, 1, 1))) == {}
        newer = changes(kept, ended, Stated("new.xlsx", date(2026, 11, 23)))
        assert (newer["status"], newer["status_as_of"]) == ("dead", date(2026, 11, 23))

    def test_an_unknown_word_is_kept_and_not_guessed(self) -> None:
        kept = new_record(Facts(self.published.number, title="x", status_text="会签中"), STATED)
        assert (kept["status"], kept["status_detail"]) == ("unknown", "会签中")


@pytest.mark.rule("R33")
def test_a_statement_needs_source_and_date() -> None:
    good = Statement(Detail.GRANTED, "register", TODAY)
    assert not refusals(good, PatentType.INVENTION, date(2020, 1, 1), date(2040, 1, 1), TODAY)
    bad = Statement(Detail.GRANTED, " ", None, annuity_paid_to_year=21, pledgee_consent=True, evaluation="positive")
    wrong = refusals(bad, PatentType.INVENTION, date(2020, 1, 1), date(2026, 1, 1), TODAY)
    assert set(wrong) == {"source", "as_of", "detail", "annuity_paid_to_year", "pledgee_consent", "evaluation"}


@pytest.mark.parametrize(
    ("address", "province", "code"),
    [
        ("山东省泰安市岱岳区长城路619号", "", "370900"),
        ("315803", "浙江;33", "330000"),  # a postal code that looks like a district of Shanghai
        ("", "山东", "370000"),
        ("", "", ""),
    ],
)
def test_the_place_comes_from_the_address_or_the_province(address: str, province: str, code: str) -> None:
    heads = ["申请号", "专利名称", "地址", "国省代码"]
    facts = read_row(["CN202010384617.3", "测试", address, province], Reading(columns.recognise(heads)))
    assert facts.region == code
