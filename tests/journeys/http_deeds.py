"""What several stories tell in the same way, through pages alone: to sign up, to post a need, to take a licence, to pay."""

from market.core import outbox
from market.listings.rules.offer import Fee
from tests.factories import accounts, listings
from tests.journeys.http_people import Visitor

UNIVERSITY = "云州理工大学"
UNIVERSITY_PHONE = "0500-1112223"
PROBLEM = "低压铸造机每班要停六次调整加压曲线，轮辐根部缩松，产量上不去，废品率高。"
SECRET = "年产量三千吨，不公开"


def offer(fee: Fee = listings.ONE_OFF) -> int:
    """A listing on offer, described by the factory's texts and found by the search; returns its university's id."""
    university = accounts.organisation("university", name=UNIVERSITY, name_en="", contact_phone=UNIVERSITY_PHONE)
    listings.announced_listing(university, fee=fee)
    found = university.id
    outbox.drain()
    return found


def give_notice(firm: Visitor, **wishes: str) -> None:
    """Find the listing of the factory and send the written notice on it."""
    firm.visit("/search?q=低压铸造")
    firm.follow(listings.DESCRIPTION.title_en)
    firm.follow("/notice")
    firm.send("Send the written notice", accepted=True, **wishes)
    outbox.drain()


def sign_up(firm: Visitor) -> None:
    """Register a firm whose name has a slip in it."""
    firm.visit("/sign-up")
    firm.send(
        kind="firm",
        name="恒低机械有限公司",
        uscc=accounts.uscc("firm"),
        sme_class="small",
        industry="C",
        person_name="李建平",
        phone="0500-7654321",
        email="boss@hengdi.example",
        password=accounts.PASSWORD,
        entitled=True,
    )
    firm.sign_in("boss@hengdi.example")


def decide(operator: Visitor, name: str, decision: str, message: str = "") -> None:
    """Take an organisation from the queue and decide."""
    operator.visit("/vetting")
    operator.follow(name)
    operator.send(decision=decision, message=message)


def post_need(firm: Visitor) -> int:
    """Write a need in four steps and hand it in; returns its id."""
    firm.visit("/my/needs/new")
    firm.send(title="铝合金轮毂低压铸造充型压力不稳，缩松多", industry="C", problem=PROBLEM)
    firm.send(indicators="缩松废品率不超过 3%，循环时间不增加")
    firm.send(budget_text="3-8万元", cooperation=["licence"])
    firm.send(contact_name="李建平", contact_phone="0500-7654321", confidential=SECRET)
    firm.press("Hand in for review")
    firm.visit("/my/needs")
    firm.follow("低压铸造")
    return firm.number


def publish_need(operator: Visitor, need: int) -> None:
    """Review a need and put it on the board."""
    operator.visit("/desk/needs")
    operator.follow(f"/desk/needs/{need}")
    operator.press("Publish")
    outbox.drain()


def pay_by_card(firm: Visitor) -> None:
    """Pay what is due at the sandbox's card page."""
    firm.visit("/payments")
    firm.follow("/pay")
    firm.press("Go on to pay")
    assert "no money moves here" in firm.text
    firm.press("Pay")
    assert "Your payment has arrived" in firm.page.text
    outbox.drain()
