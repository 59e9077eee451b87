"""Three ways to pay in a real browser: by card, by bank transfer found on a statement, and part by each."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from market.core import clock
from tests.factories import banking
from tests.instance import Instance, running
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIRM, FINANCE, OPERATOR = "hello@hengdi.example", "finance@yzut.example", "hello@operator.example"
PAID = {"zh": "已付清", "en": "Paid in full"}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The demo market."""
    with running(tmp_path_factory.mktemp("money"), MARKET_DEMO="1") as found:
        found.market("demo")
        yield found


@pytest.fixture(scope="module")
def offers(instance: Instance) -> list[int]:
    """Listings with something due at the start which the firm has not taken yet."""
    database = Path(instance.environment["MARKET_DATA"]) / "market.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        found = connection.execute(
            "select listing.id from listing join organisation on organisation.id = listing.organisation_id"
            " where organisation.name = '云州理工大学' and listing.state = 'announced' and due_at_start_minor > 100000"
            " and not exists (select 1 from licence_request as taken join organisation as firm"
            " on firm.id = taken.licensee_id where taken.listing_id = listing.id and firm.contact_email = ?)"
            " order by listing.id",
            [FIRM],
        ).fetchall()
    return [row[0] for row in found]


def give_notice(firm: Person, listing_id: int) -> int:
    """Send the written notice; returns the id of the amount due."""
    firm.visit(f"/listings/{listing_id}")
    firm.follow(f"/listings/{listing_id}/notice")
    firm.fill(product="轮毂", place="云州市", accepted=True)
    firm.send()
    firm.follow("/pay")
    return firm.number("payments")


def what_is_open(firm: Person, receivable_id: int) -> tuple[str, str]:
    """The payment reference and the open amount, as the pay page tells them."""
    firm.visit(f"/payments/{receivable_id}/pay")
    text = firm.text()
    reference = re.search(r"FK\d{2}(?: ?\d{4}){2}", text)
    amount = re.search(r"[\d,]+\.\d\d", text)
    assert reference
    assert amount
    return reference[0], amount[0].replace(",", "")


def pay_by_card(firm: Person, receivable_id: int, amount: str = "") -> None:
    """Pay what is open, or a part of it, on the sandbox page."""
    firm.visit(f"/payments/{receivable_id}/pay")
    if amount:
        firm.fill(amount=amount)
    firm.press(firm.page.locator("main form[action$='/card'] button"))
    firm.press(firm.page.locator("main button[value='pay']"))


def transfer(finance: Person, folder: Path, *lines: banking.Line) -> None:
    """Import a statement with these lines: the file, how it is read, the result."""
    statement = folder / f"明细{len(list(folder.iterdir()))}.csv"
    statement.write_bytes(banking.csv(lines))
    finance.visit("/bank/statements/new")
    finance.fill(file=statement)
    finance.send()
    finance.send("main form[action$='/import'] .btn-primary")


def enter_account(finance: Person) -> None:
    """Write down the university's account, once."""
    finance.visit("/organisation/bank-accounts")
    if "6222 0000" in finance.text():
        return
    finance.fill(holder="云州理工大学", number="6222 0000 0000 0001", bank="示例银行", branch="云州市科技支行")
    finance.send("main form:has([name=holder]) .btn-primary")


def wait_for(person: Person, path: str, what: str, tries: int = 40) -> None:
    """Look again until the worker has done its part."""
    for _ in range(tries):
        person.page.goto(person.url + path)
        if what in person.text():
            return
        person.page.wait_for_timeout(500)
    raise AssertionError(f"{path} never says {what}: {person.text()}")


def test_by_card(browser: Browser, instance: Instance, offers: list[int]) -> None:
    firm = Person(browser, instance.url, "zh")
    firm.sign_in(FIRM)
    receivable = give_notice(firm, offers[0])
    pay_by_card(firm, receivable)
    wait_for(firm, f"/payments/{receivable}", PAID["zh"])
    firm.visit(f"/payments/{receivable}")
    assert "SJ-" in firm.text()


def test_by_a_transfer_found_on_the_statement(
    browser: Browser, instance: Instance, offers: list[int], tmp_path: Path
) -> None:
    firm, finance = Person(browser, instance.url, "zh"), Person(browser, instance.url, "zh")
    firm.sign_in(FIRM)
    finance.sign_in(FINANCE)
    receivable = give_notice(firm, offers[1])
    reference, amount = what_is_open(firm, receivable)
    enter_account(finance)
    name = "恒砥精密铸造有限公司"
    line = banking.Line(amount, name, f"许可费 {reference}", "CCB0000000001", clock.today())
    stranger = banking.Line("88.00", "不相干的单位", "货款", "CCB0000000002", clock.today())
    transfer(finance, tmp_path, line, stranger)
    wait_for(firm, f"/payments/{receivable}", PAID["zh"])
    firm.visit(f"/payments/{receivable}")
    transfer(finance, tmp_path, line, stranger)
    firm.visit(f"/payments/{receivable}")
    assert len(set(re.findall(r"SJ-\d{4}-\d{6}", firm.text()))) == 1, "the same rows again book nothing"


def test_part_by_card_and_the_rest_by_transfer(
    browser: Browser, instance: Instance, offers: list[int], tmp_path: Path
) -> None:
    firm, finance, operator = (Person(browser, instance.url, "en") for _ in range(3))
    firm.sign_in(FIRM)
    finance.sign_in(FINANCE)
    operator.sign_in(OPERATOR)
    receivable = give_notice(firm, offers[2])
    pay_by_card(firm, receivable, "400.00")
    reference, amount = what_is_open(firm, receivable)
    enter_account(finance)
    transfer(finance, tmp_path, banking.Line(amount, "恒砥精密铸造", reference, "CCB0000000003", clock.today()))
    wait_for(firm, f"/payments/{receivable}", PAID["en"])
    firm.visit(f"/payments/{receivable}")
    assert len(set(re.findall(r"SJ-\d{4}-\d{6}", firm.text()))) == 2
    operator.visit("/ledger")
    operator.visit("/differences")
    assert "SJ-" not in operator.text()
