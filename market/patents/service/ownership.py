"""Which organisation stands behind an owner's name: exact name, credit code, or a claim the operator approved."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select, update

from market.accounts.models import Organisation
from market.accounts.rules.organisations import clean_uscc
from market.accounts.rules.vetting import State
from market.core.db import db
from market.patents.models import Owner, OwnershipClaim


def organisations_named(names: Collection[str]) -> dict[str, int]:
    """Vetted organisations by owner's name; a name that two of them bear is left out."""
    if not names:
        return {}
    found: dict[str, set[int]] = defaultdict(set)
    for name, organisation_id in db.session.execute(
        select(Organisation.name, Organisation.id).where(
            Organisation.state == State.APPROVED, Organisation.name.in_(names)
        )
    ):
        found[name].add(organisation_id)
    for name, organisation_id in db.session.execute(
        select(OwnershipClaim.name, OwnershipClaim.organisation_id)
        .join(Organisation)
        .where(
            OwnershipClaim.state == "approved",
            OwnershipClaim.name.in_(names),
            Organisation.state == State.APPROVED,
        )
    ):
        found[name].add(organisation_id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def organisations_coded(codes: Iterable[str]) -> dict[str, Organisation]:
    """Vetted organisations by Unified Social Credit Code."""
    wanted = [clean_uscc(code) for code in codes]
    rows = db.session.scalars(
        select(Organisation).where(Organisation.state == State.APPROVED, Organisation.uscc.in_(wanted))
    )
    return {row.uscc: row for row in rows}


def names_of_organisation(organisation: Organisation) -> set[str]:
    """The names under which an organisation owns patents: its own and those the operator approved."""
    approved = db.session.scalars(
        select(OwnershipClaim.name).where(
            OwnershipClaim.organisation_id == organisation.id, OwnershipClaim.state == "approved"
        )
    )
    return {organisation.name, *approved}


def link_unclaimed(organisation: Organisation, names: Collection[str]) -> list[int]:
    """Link every unlinked owner of these names to the organisation; returns the patents concerned."""
    unlinked = (Owner.name.in_(names), Owner.organisation_id.is_(None))
    patents = list(db.session.scalars(select(Owner.patent_id).where(*unlinked).distinct()))
    db.session.execute(update(Owner).where(*unlinked).values(organisation_id=organisation.id))
    return patents
