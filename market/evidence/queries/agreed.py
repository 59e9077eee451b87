"""What was agreed: sides, patents with their status and its source, terms, notice, talks, contracts with signatures."""

from sqlalchemy import select

from market.accounts.models import Organisation
from market.contracts.models import Contract
from market.contracts.rules.states import KINDS as CONTRACT_KINDS
from market.contracts.rules.states import STATES as CONTRACT_STATES
from market.contracts.rules.states import WAYS, Side, side_name
from market.core.db import db
from market.core.i18n import N_, current_language, translate
from market.evidence.queries.case import Case, day, instant
from market.evidence.rules.dossier import Dossier, Facts, Table, Words, canonical, facts, named, table
from market.evidence.rules.states import DOCUMENTS, OFFERS
from market.licensing.rules.states import STAGES, stage
from market.licensing.rules.terms import KIND_NAMES
from market.negotiation import queries as negotiation
from market.negotiation.rules import checklists
from market.negotiation.rules.processes import KIND_NAMES as DEAL_KINDS
from market.negotiation.rules.processes import STATE_NAMES
from market.patents.models import Patent
from market.patents.rules.status import DETAIL_NAMES

STEPS = [item for item in vars(checklists).values() if isinstance(item, checklists.Item)]


def sides(case: Case, dossier: Dossier) -> None:
    """Both organisations as they are today, and the names frozen in the terms."""
    if case.request is not None:
        pair = (case.request.licensor, case.request.licensee)
    elif case.deal is not None:
        pair = (case.deal.owner, case.deal.firm)
    else:
        return
    dossier.add(N_("Sides"), _side(N_("Licensor or owner"), pair[0]), _side(N_("Licensee or firm"), pair[1]))


def _side(label: str, organisation: Organisation) -> Facts:
    english = current_language() == "en" and organisation.name_en
    return facts(
        [
            (label, organisation.name_en if english else organisation.name),
            (N_("Unified social credit code"), organisation.uscc),
            (N_("Postal address"), organisation.address),
            (N_("Vetted at"), instant(organisation.vetted_at)),
        ]
    )


def patents(case: Case, dossier: Dossier) -> None:
    """The patents with their legal status today: source and day belong to it (R33)."""
    ids = list(case.terms.patent_ids) if case.terms else [it.patent_id for it in case.deal.patents] if case.deal else []
    rows = db.session.scalars(select(Patent).where(Patent.id.in_(ids)).order_by(Patent.application_number)).all()
    heads = (
        N_("Patent number"),
        N_("Title"),
        N_("Owners"),
        N_("Filing date"),
        N_("Term ends"),
        N_("Legal status"),
        N_("Source of the status"),
    )
    dossier.add(
        N_("Patents"),
        table(
            heads,
            [
                (
                    row.display_number,
                    row.title_en if current_language() == "en" and row.title_en else row.title,
                    "、".join(owner.name for owner in row.owners),
                    day(row.filing_date),
                    day(row.expiry_date),
                    translate(DETAIL_NAMES[row.detail]),
                    f"{row.status_source} {day(row.status_as_of)}".strip(),
                )
                for row in rows
            ],
        ),
    )


def terms(case: Case, dossier: Dossier) -> None:
    """The frozen terms with their hash; the canonical JSON it is made from goes into the archive."""
    found, language = case.terms, current_language()
    if found is None:
        return
    request = case.request
    dossier.add(
        N_("Agreed terms"),
        facts(
            [
                (N_("Kind"), named(KIND_NAMES, found.kind) if request else named(DEAL_KINDS, found.kind)),
                (N_("Listing"), found.listing) if found.listing else None,
                (N_("Announced"), f"{found.announced_on} {found.announcement_number}".strip()),
                (N_("Price"), found.fee_line(language)),
                (N_("Term"), f"{found.term_start or '–'} – {found.term_end or '–'}"),
                (N_("Field of use"), found.field),
                (N_("Manner of exploitation"), found.manner),
                (N_("Sub-licence"), translate(N_("allowed")) if found.sublicense else translate(N_("not allowed"))),
                (N_("Notes"), found.notes),
                (N_("Hash of the terms (SHA-256)"), request.terms_hash if request else _deal_hash(case)),
            ]
        ),
    )
    if request is not None:
        content = {"notice": request.notice, "place": request.place, "product": request.product, "terms": request.terms}
        dossier.make("terms", f"{request.reference}.json", translate(N_("Terms as hashed")), canonical(content))
    if case.deal is not None and case.deal.terms:
        dossier.make("terms", f"{case.deal.reference}.json", translate(N_("Agreed terms")), canonical(case.deal.terms))


def _deal_hash(case: Case) -> str:
    return case.deal.terms_hash if case.deal is not None else ""


def notice(case: Case, dossier: Dossier) -> None:
    """The written notice with the proof of its delivery, and where the licence stands."""
    request, licence = case.request, case.licence
    if request is None:
        return
    dossier.add(
        N_("Notice and licence"),
        facts(
            [
                (N_("Reference"), request.reference),
                (N_("State"), named(STAGES, stage(request.state, licence.state if licence else None))),
                (N_("Sent and delivered"), instant(request.noticed_at)),
                (N_("First opened by the licensor"), instant(request.read_at)),
                (N_("Paid on"), day(request.paid_on)),
                (N_("Decision of the operator"), request.decision),
                (N_("Licence"), licence.reference if licence else ""),
                (N_("In force since"), day(licence.effective_on) if licence else ""),
                (N_("Term ends"), day(licence.term_end) if licence else ""),
                (N_("Ended on"), day(licence.ended_on) if licence else ""),
            ]
        ),
        Words(request.notice),
    )
    name = f"{request.reference}.txt"
    dossier.make("notice", name, translate(N_("Written notice")), request.notice.encode())


def talks(case: Case, dossier: Dossier) -> None:
    """The negotiation: offers by number and seal, every message, what was confirmed and done elsewhere."""
    deal = case.deal
    if deal is not None:
        dossier.add(
            N_("Negotiation"),
            facts(
                [
                    (N_("Reference"), deal.reference),
                    (N_("Kind"), named(DEAL_KINDS, deal.kind)),
                    (N_("State"), named(STATE_NAMES, deal.state)),
                    (N_("Agreed at"), instant(deal.agreed_at)),
                    (N_("Concluded on"), day(deal.concluded_on)),
                    (N_("Completed on"), day(deal.completed_on)),
                    (N_("Reason"), deal.reason),
                ]
            ),
            _offers(case),
            _done(case),
        )
        _deal_papers(case, dossier)
    thread = negotiation.thread(deal_id=deal.id) if deal is not None else []
    thread += negotiation.thread(request_id=case.request.id) if case.request is not None else []
    heads = (N_("Time"), N_("Organisation"), N_("Person"), N_("Message"), N_("Documents"))
    rows = [
        (
            instant(it.at),
            it.organisation.name,
            it.person.name,
            it.text,
            "\n".join(f"{file.file.filename} {file.file.sha256}" for file in it.files),
        )
        for it in sorted(thread, key=lambda it: it.id)
    ]
    dossier.add(N_("Messages"), table(heads, rows))


def _offers(case: Case) -> Table:
    heads = (N_("Offer in the talks"), N_("Time"), N_("By"), N_("State"), N_("Hash of the terms (SHA-256)"))
    offers = case.deal.offers if case.deal is not None else []
    rows = [
        (
            str(it.number),
            instant(it.made_at),
            translate(side_name("ordinary", it.side)),
            named(OFFERS, it.state),
            it.seal,
        )
        for it in offers
    ]
    return table(heads, rows)


def _done(case: Case) -> Table:
    """Consents, confirmations on paper and steps elsewhere."""
    deal = case.deal
    rows = [(named(DOCUMENTS, it.kind), instant(it.at), "", it.file.sha256) for it in (deal.documents if deal else [])]
    rows += [
        (translate(N_("Contract on paper")), day(it.on), it.number, it.file.sha256 if it.file else "")
        for it in (deal.confirmations if deal else [])
    ]
    rows += [
        (_step(it.key), day(it.on), it.number, it.file.sha256 if it.file else "") for it in (deal.steps if deal else [])
    ]
    return table((N_("What"), N_("When"), N_("Number"), N_("Hash of the document (SHA-256)")), rows)


def _step(key: str) -> str:
    texts = {item.key: item.text for item in STEPS}
    return named(texts, key)


def _deal_papers(case: Case, dossier: Dossier) -> None:
    deal = case.deal
    if deal is None:
        return
    for offer in deal.offers:
        name = f"{deal.reference}-{offer.number}.json"
        terms = canonical({"number": offer.number, "terms": offer.terms})
        dossier.make("offers", name, translate(N_("Offer in the talks")), terms)


def contracts(case: Case, dossier: Dossier) -> None:
    """Every contract with its texts, hashes and signatures."""
    heads = (N_("Text"), N_("Drawn up"), N_("Agreed to"), N_("By"), N_("Hash of the text (SHA-256)"))
    for contract in case.contracts:
        dossier.add(
            N_("Contract"),
            facts(
                [
                    (N_("Number"), contract.reference),
                    (N_("Kind"), named(CONTRACT_KINDS, contract.kind)),
                    (N_("State"), named(CONTRACT_STATES, contract.state)),
                    (N_("Text that counts"), str(contract.current)),
                    (N_("Concluded on"), day(contract.concluded_on)),
                    (N_("Set aside"), contract.void_reason),
                ]
            ),
            table(
                heads,
                [
                    (
                        str(it.number),
                        instant(it.drawn_at),
                        instant(it.agreed_at),
                        translate(side_name(contract.kind, it.side)),
                        it.text_hash,
                    )
                    for it in contract.versions
                ],
            ),
            _signatures(contract),
        )


def _signatures(contract: Contract) -> Table:
    heads = (N_("Text"), N_("Side"), N_("Person"), N_("Way"), N_("Signed at"), N_("Confirmed at"), N_("Request number"))
    rows = [
        (
            str(version.number),
            translate(side_name(contract.kind, Side(it.side))),
            f"{it.person}, {it.organisation.name}",
            named(WAYS, it.way),
            instant(it.signed_at),
            instant(it.confirmed_at) or (f"{translate(N_('rejected'))}: {it.reason}" if it.rejected_at else ""),
            it.request_number,
        )
        for version in contract.versions
        for it in version.signatures
    ]
    return table(heads, rows)
