"""Every event of a deal with its time to the second, who acted, and under which request number."""

from sqlalchemy import select

from market.accounts.models import Organisation, User
from market.core.db import db
from market.core.i18n import N_, translate
from market.core.outbox import EventRow
from market.evidence.queries.case import Case, instant
from market.evidence.rules.dossier import Dossier, table
from market.filings import queries as filings

PRIVATE = ("income.",)
"""Events of features whose matters only the licensor's side sees."""


def events(case: Case, dossier: Dossier) -> None:
    """The full timeline, oldest first."""
    rows = db.session.scalars(select(EventRow).where(EventRow.subject.in_(_subjects(case))).order_by(EventRow.id)).all()
    shown = [row for row in rows if case.licensor_side or not row.name.startswith(PRIVATE)]
    people = _names(User, {row.user_id for row in shown})
    bodies = _names(Organisation, {row.organisation_id for row in shown})
    heads = (N_("Number"), N_("Time"), N_("What"), N_("Person"), N_("Organisation"), N_("Request number"))
    dossier.add(
        N_("Timeline"),
        table(
            heads,
            [
                (
                    str(row.id),
                    instant(row.at),
                    translate(row.said),
                    people.get(row.user_id or 0, ""),
                    bodies.get(row.organisation_id or 0, ""),
                    row.request_id,
                )
                for row in shown
            ],
        ),
    )


def _subjects(case: Case) -> list[str]:
    amounts = [row.id for row in case.receivables]
    found = [*case.subjects, *(f"receivable:{number}" for number in amounts)]
    return found + [f"invoice:{it.id}" for it in filings.invoices_on(amounts)]


def _names(model: type[User] | type[Organisation], ids: set[int | None]) -> dict[int, str]:
    found = db.session.execute(select(model.id, model.name).where(model.id.in_([it for it in ids if it])))
    return {int(number): str(name) for number, name in found}
