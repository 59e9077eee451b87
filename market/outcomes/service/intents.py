"""What became of each intent, as rows of a document: contracts recorded here beside those reported from outside."""

from market.core.i18n import N_, translate
from market.core.money import Money
from market.intents.rules.outside import CONTRACT_NAMES
from market.intents.rules.states import KIND_NAMES, STAGE_NAMES
from market.outcomes.rules.facts import Elsewhere, Wanted
from market.outcomes.rules.report import Report
from market.outcomes.service.cells import Cell, joined, named

HERE, OUTSIDE = N_("Recorded here"), N_("Outside, as reported")
HEADS: tuple[str | tuple[str, bool], ...] = (
    N_("Intent"),
    N_("Pitch"),
    N_("Organisation"),
    N_("Wish"),
    N_("Declared on"),
    (N_("From (yuan)"), True),
    (N_("To (yuan)"), True),
    N_("Stage"),
    N_("Contract"),
    N_("Source of the contract"),
    (N_("Contract amount (yuan, or as stated)"), True),
    N_("Recorded on, or number"),
    (N_("Received (yuan, or as stated)"), True),
)


def row_of(report: Report, it: Wanted) -> tuple[Cell, ...]:
    """An intent with what became of it, in the order of `HEADS`."""
    pitch = report.pitch(it.pitch_id)
    return (
        it.reference,
        named(pitch.title, pitch.title_en) if pitch else "",
        named(it.body, it.body_en),
        translate(KIND_NAMES[it.kind]),
        _declared(it),
        None if it.low is None else Money(it.low),
        None if it.high is None else Money(it.high),
        translate(STAGE_NAMES[it.stage]),
        it.contract or _told(it.elsewhere),
        _source(it),
        _amount(it),
        it.recorded_on or (it.elsewhere.recordal if it.elsewhere is not None else ""),
        _received(it) if it.contract else None,
    )


def _declared(it: Wanted) -> str:
    """The day, and that the operator entered it where a firm wrote or said it."""
    if not it.entered:
        return it.declared_on
    return translate(N_("%(day)s, entered by the operator"), day=it.declared_on)


def _told(found: Elsewhere | None) -> str:
    """A contract signed elsewhere in words: kind, day, number, and what is paid beside a fixed amount."""
    if found is None:
        return ""
    beside = found.terms if found.amount else ""
    return " · ".join(filter(None, (translate(CONTRACT_NAMES[found.kind]), found.signed_on, found.number, beside)))


def _source(it: Wanted) -> str:
    if it.signed_here:
        return translate(HERE)
    return translate(OUTSIDE) if it.signed_outside else ""


def _amount(it: Wanted) -> Cell:
    """The contract's amount, in words where nothing is fixed; other currencies as text, so that nobody adds them up."""
    if it.elsewhere is not None:
        found = it.elsewhere
        return joined([Money(found.amount, found.currency)]) if found.amount else found.terms
    return None if it.amount is None else joined([Money(it.amount, it.currency)])


def _received(it: Wanted) -> Cell:
    others = [Money(minor, currency) for currency, minor in it.received_more]
    return joined([Money(it.received), *others] if it.received or not others else others)


def became(it: Wanted) -> str:
    """Stage, source and contract of an intent in a few words."""
    source = translate(OUTSIDE) if it.signed_outside else ""
    return " · ".join(filter(None, (translate(STAGE_NAMES[it.stage]), source, it.contract, it.recorded_on)))
