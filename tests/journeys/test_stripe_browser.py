"""A payer in a real browser on the card service's own page: paid at once, paid later, and some of it sent back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.fakes.stripe_server import serving
from tests.fakes.stripe_world import KEY, SECRET, Stripe
from tests.instance import Instance, running
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIRMS = {"zh": "hello@tiangong.example", "en": "hello@yuanfang.example"}
OPERATOR = "hello@operator.example"
WORDS = {
    "zh": {"paid": "付款已到账", "checking": "正在核实", "done": "已付清", "back": "已退回"},
    "en": {"paid": "Your payment has arrived", "checking": "We are checking", "done": "Paid in full", "back": "Sent back"},
}


@pytest.fixture(scope="module")
def its() -> Iterator[Stripe]:
    """Our own Stripe."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def instance(its: Stripe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The demo market with Stripe behind its door."""
    door = {
        "MARKET_PAYMENT_DOOR": "stripe",
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "STRIPE_API_BASE": its.base,
    }
    with running(tmp_path_factory.mktemp("stripe"), workers=1, MARKET_DEMO="1", **door) as found:
        found.market("demo")
        its.webhook_url = f"{found.url}/payments/callback"
        yield found


def an_amount_due(firm: Person) -> int:
    """The first amount of the firm's list that is still to be paid."""
    firm.visit("/payments")
    links = firm.page.locator("main a[href$='/pay']")
    found = re.search(r"/payments/(\d+)/pay", links.first.get_attribute("href") or "")
    assert found is not None
    return int(found.group(1))


def to_the_card_page(firm: Person, number: int, **values: str) -> str:
    """Choose how to pay and go on to the card service's own page; the session's number."""
    firm.visit(f"/payments/{number}/pay")
    firm.fill(**values)
    firm.page.locator("main form.mk-form[action$='/card'] button").click()
    firm.page.wait_for_url("**/c/pay/*")
    return firm.page.url.rsplit("/", 1)[1]


def press(firm: Person, name: str) -> None:
    """Press a button of the card service's page and come back."""
    firm.page.get_by_role("button", name=name).click()
    firm.page.wait_for_url(re.compile(r"/payments/"))
    firm.look()


def receipts(firm: Person) -> set[str]:
    """The addresses of the receipts on a page."""
    links = firm.page.locator("main a[href*='/receipts/']").all()
    return {(link.get_attribute("href") or "").split("?")[0] for link in links}


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 390)])
def test_a_payer_on_the_card_services_page(
    browser: Browser, instance: Instance, its: Stripe, language: str, width: int
) -> None:
    words = WORDS[language]
    firm, operator = Person(browser, instance.url, language, width), Person(browser, instance.url, language)
    firm.sign_in(FIRMS[language])
    number = an_amount_due(firm)
    firm.visit(f"/payments/{number}")
    before = receipts(firm)
    to_the_card_page(firm, number, method="alipay", amount="100.00")
    assert "CNY 100.00" in firm.page.inner_text("body")
    press(firm, "立即支付")
    assert words["paid"] in firm.text()
    assert set(its.deliver(times=3, shuffled=True)) == {204}
    (receipt,) = receipts(firm) - before
    send_back(operator, its, receipt, words["back"])
    left = to_the_card_page(firm, number, method="card", amount="200.00")
    press(firm, "银行稍后确认")
    assert words["checking"] in firm.text()
    its.deliver()
    its.bank_says(left, yes=True)
    assert set(its.deliver(times=2, shuffled=True)) == {204}
    firm.visit(f"/payments/{number}")
    assert "200.00" in firm.text()
    to_the_card_page(firm, number, method="wechat_pay")
    press(firm, "立即支付")
    its.deliver()
    firm.visit(f"/payments/{number}")
    assert words["done"] in firm.text()


def send_back(operator: Person, its: Stripe, receipt: str, word: str) -> None:
    """The operator sends half of a receipt back, and looks at the lists."""
    before = sum(one["amount"] for one in its.all("refund"))
    operator.sign_in(OPERATOR)
    operator.visit(f"{receipt}/refund")
    operator.fill(amount="50.00", reason="双方同意退回一半")
    operator.send()
    assert word in operator.text()
    assert sum(one["amount"] for one in its.all("refund")) == before + 5000
    for path in ("/payments/refunds?state=done", "/payments/payouts", "/payments/matters"):
        operator.visit(path)
