"""The demo's needs, posted by firms and reviewed by the operator; a few proposals get an answer."""

from datetime import timedelta

from market.core import clock
from market.core.db import transaction
from market.demo.bodies import Cast
from market.demo.people import FIRMS
from market.demo.wants import Want
from market.needs import service
from market.needs.models import Need
from market.needs.rules.content import Details

BODIES = {body.key: body for body in FIRMS}


def post(cast: Cast, want: Want) -> None:
    """Post one need and bring it to its state."""
    firm = cast.actor(want.firm)
    with transaction() as session:
        need_id = service.draft(firm, _details(want)).id
        if want.state == "draft":
            return
        need = session.get_one(Need, need_id)
        service.submit(firm, need)
    if want.state == "published":
        with clock.as_of(clock.now() + timedelta(days=1)), transaction() as session:
            service.publish(cast.actor("operator"), session.get_one(Need, need_id))


def _details(want: Want) -> Details:
    body = BODIES[want.firm]
    return Details(
        title=want.title,
        industry=want.industry,
        background=want.background,
        problem=want.background,
        indicators=want.indicators,
        present_state=want.background,
        tried=want.tried,
        budget_text=want.budget,
        cooperation=("licence", "development"),
        deadline=clock.today() + timedelta(days=300),
        confidential=want.confidential,
        contact_name=body.person,
        contact_phone="0500-0000000",
        decision_maker=body.person,
        region_text=body.district,
    )
