"""Rules about each patent of a listing: R02 to R08, R29, R30. Each takes plain values and gives one finding."""

from datetime import date
from typing import Any

from market.core.calendar import next_working_day, period_end
from market.core.i18n import N_
from market.listings.rules.assumptions import figure
from market.listings.rules.findings import Finding, Outcome
from market.listings.rules.offer import PatentFacts

REGISTER = N_("Look the patent up in the national register and put the record right.")


def _finding(rule: str, outcome: Outcome, patent: PatentFacts, sentence: str, law: str, **more: Any) -> Finding:
    values = {"patent": patent.number, **more.pop("values", {})}
    return Finding(
        rule, outcome, sentence, law, values, more.get("todo", ""), patent.number, more.get("step", "patents")
    )


def in_force(patent: PatentFacts, today: date) -> Finding:
    """R02: only granted, announced patents in force (Implementing Rules Art. 85; FAQ of 2024-08)."""
    no = Outcome.BLOCKING
    if patent.status == "pending":
        sentence = N_("%(patent)s is an application; only granted patents can be declared.")
        return _finding("R02", no, patent, sentence, "IR85", todo=N_("Wait for the grant to be announced."))
    if patent.status == "dead" or expired(patent, today):
        sentence = N_("%(patent)s is no longer in force.")
        return _finding("R02", no, patent, sentence, "IR85", todo=N_("Take it out of the listing."))
    if patent.status != "in_force":
        sentence = N_("Whether %(patent)s is in force has not been verified.")
        return _finding("R02", no, patent, sentence, "IR85", todo=REGISTER)
    if patent.grant_date is not None and patent.grant_date > today:
        sentence = N_("The grant of %(patent)s is announced only on %(day)s.")
        return _finding("R02", no, patent, sentence, "IR85", values={"day": patent.grant_date.isoformat()})
    if not patent.granted:
        sentence = N_("The announcement of the grant of %(patent)s is not on record.")
        return _finding("R02", Outcome.UNKNOWN, patent, sentence, "IR85", todo=REGISTER)
    return _finding("R02", Outcome.PASSED, patent, N_("Granted, announced and in force"), "IR85")


def expired(patent: PatentFacts, today: date) -> bool:
    """Whether the term is over today, whatever the source said before."""
    return patent.expiry is not None and today >= patent.expiry


def no_exclusive_licence(patent: PatentFacts, today: date) -> Finding:
    """R03: no open licence while an exclusive or sole licence runs (Art. 51; Implementing Rules Art. 86(1))."""
    if patent.exclusive_until is not None and patent.exclusive_until >= today:
        return _finding(
            "R03",
            Outcome.BLOCKING,
            patent,
            N_("An exclusive or sole licence of %(patent)s runs until %(day)s."),
            "IR86_1",
            values={"day": patent.exclusive_until.isoformat()},
            todo=N_("Wait for its end, or have its cancellation recorded first."),
        )
    return _finding("R03", Outcome.PASSED, patent, N_("No exclusive or sole licence in force is known"), "IR86_1")


def no_dispute(patent: PatentFacts, today: date) -> Finding:
    """R04: no ownership dispute, no court preservation (Implementing Rules Art. 86(2), 103, 104)."""
    todo = N_("Wait until the register shows that it is settled or lifted.")
    if patent.preserved:
        sentence = N_("%(patent)s is under court preservation or its procedures are suspended.")
        return _finding("R04", Outcome.BLOCKING, patent, sentence, "IR86_2", todo=todo)
    if patent.disputed:
        sentence = N_("The ownership of %(patent)s is in dispute.")
        return _finding("R04", Outcome.BLOCKING, patent, sentence, "IR86_2", todo=todo)
    return _finding("R04", Outcome.PASSED, patent, N_("No preservation, suspension or dispute is known"), "IR86_2")


def annuities_paid(patent: PatentFacts, today: date) -> Finding:
    """R05: annuity paid, the period with surcharge counts as unpaid (Implementing Rules Art. 86(3), 115).

    A due date on a day off moves to the next working day, and so does the end of the surcharge period (Art. 5).
    """
    if patent.annuity_due is None:
        sentence = N_("It is not on record until when the annuities of %(patent)s are paid.")
        todo = N_("Enter the year paid up to; until then your statement answers for it.")
        return _finding("R05", Outcome.UNKNOWN, patent, sentence, "IR86_3", todo=todo)
    due = next_working_day(patent.annuity_due)
    if due >= today:
        sentence = N_("Annuities paid, not in the period with surcharge")
        return _finding("R05", Outcome.PASSED, patent, sentence, "IR86_3")
    last = period_end(patent.annuity_due, int(figure("grace_months")))
    values = {"due": due.isoformat(), "last": last.isoformat()}
    if today <= last:
        return _finding(
            "R05",
            Outcome.BLOCKING,
            patent,
            N_("The annuity of %(patent)s was due on %(due)s and can be paid with surcharge until %(last)s."),
            "IR86_3",
            values=values,
            todo=N_("Pay the annuity with its surcharge and record the payment."),
        )
    sentence = N_("The annuity of %(patent)s was due on %(due)s; the period with surcharge ended on %(last)s.")
    return _finding("R05", Outcome.BLOCKING, patent, sentence, "IR86_3", values=values, todo=REGISTER)


def pledge_agreed(patent: PatentFacts, today: date) -> Finding:
    """R06: pledged only with the pledgee's consent on file (Implementing Rules Art. 86(4); Civil Code Art. 444)."""
    if not patent.pledged:
        return _finding("R06", Outcome.PASSED, patent, N_("No pledge is known"), "IR86_4")
    if not patent.pledgee_consent:
        return _finding(
            "R06",
            Outcome.BLOCKING,
            patent,
            N_("%(patent)s is pledged and the pledgee's consent is missing."),
            "IR86_4",
            todo=N_("Add the pledgee's written consent."),
            step="documents",
        )
    sentence = N_("%(patent)s is pledged, the pledgee agrees; the fees go to early repayment or are deposited.")
    return _finding("R06", Outcome.WARNING, patent, sentence, "CC444")


def evaluation_positive(patent: PatentFacts, today: date) -> Finding:
    """R07: utility models and designs need an evaluation report with a positive conclusion (Patent Law Art. 50)."""
    if patent.kind == "invention":
        sentence = N_("Evaluation report: not required for inventions")
        return _finding("R07", Outcome.NOT_REQUIRED, patent, sentence, "PL50")
    if patent.evaluation == "positive":
        sentence = N_("Evaluation report with a positive conclusion is on file")
        return _finding("R07", Outcome.PASSED, patent, sentence, "PL50")
    if patent.evaluation == "negative":
        sentence = N_("The evaluation report of %(patent)s says that the conditions of grant are not met.")
        todo = N_("Take it out of the listing.")
        return _finding("R07", Outcome.BLOCKING, patent, sentence, "GUIDE", todo=todo)
    sentence = N_("The evaluation report of %(patent)s is missing; utility models and designs need one.")
    todo = N_("Ask the patent office for the report (about two months) and add it with its conclusion.")
    return _finding("R07", Outcome.BLOCKING, patent, sentence, "PL50", todo=todo, step="documents")


def co_owners_agree(patent: PatentFacts, today: date) -> Finding:
    """R08: all owners consent to declaration and withdrawal (service guide; an agreement of theirs prevails)."""
    if len(patent.owners) < 2:
        return _finding("R08", Outcome.NOT_REQUIRED, patent, N_("Co-owners' consent: there is one owner"), "GUIDE")
    if patent.co_owner_consent:
        return _finding("R08", Outcome.PASSED, patent, N_("The co-owners' written consent is on file"), "GUIDE")
    return _finding(
        "R08",
        Outcome.BLOCKING,
        patent,
        N_("%(patent)s has %(count)s owners; the others' written consent is missing."),
        "GUIDE",
        values={"count": len(patent.owners)},
        todo=N_("Add the consent signed by all owners."),
        step="documents",
    )


def called_what_it_is(patent: PatentFacts, today: date) -> Finding:
    """R29: an application or a dead patent is never shown as a patent in force (Implementing Rules Art. 101)."""
    if patent.status == "in_force" and not expired(patent, today):
        return _finding("R29", Outcome.PASSED, patent, N_("May be called a patent in force"), "IR101")
    sentence = N_("%(patent)s would be offered as a patent in force, which the record does not show.")
    todo = N_("Take it out, or have its status verified first.")
    return _finding("R29", Outcome.BLOCKING, patent, sentence, "IR101", todo=todo)


def not_secret(patent: PatentFacts, today: date) -> Finding:
    """R30: secret patents are not offered here."""
    if patent.secret:
        sentence = N_("%(patent)s is marked secret and cannot be published.")
        return _finding("R30", Outcome.BLOCKING, patent, sentence, "SECRET", todo=N_("Take it out of the listing."))
    return _finding("R30", Outcome.PASSED, patent, N_("Not a secret patent"), "SECRET")


def declared_once(patent: PatentFacts, today: date) -> Finding:
    """A patent stands in one declaration at a time."""
    if patent.in_other_listing:
        return _finding(
            "R09",
            Outcome.BLOCKING,
            patent,
            N_("%(patent)s is already declared in listing %(reference)s."),
            "IR85",
            values={"reference": patent.in_other_listing},
            todo=N_("Withdraw that one first, or take the patent out of this listing."),
        )
    return _finding("R09", Outcome.PASSED, patent, N_("Not declared elsewhere here"), "IR85")


OBSTACLES = (in_force, no_exclusive_licence, no_dispute, annuities_paid, pledge_agreed)
"""R02 to R06, looked at again at notice, at payment and every night (R15)."""
ELIGIBILITY = (*OBSTACLES, evaluation_positive, co_owners_agree, called_what_it_is, not_secret, declared_once)
"""Everything that a single patent must meet before it is declared."""


def display_number(number: str, status: str, ended: bool = False) -> str:
    """The number as shown: ZL only before a patent in force (R29), CN before anything else."""
    return ("ZL" if status == "in_force" and not ended else "CN") + number
