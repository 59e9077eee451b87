"""A listing after its declaration: where it stands, and the deeds open to its owner and the operator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_, translate
from market.core.outbox import history
from market.core.web import access, current_actor
from market.listings import forms, queries, service
from market.listings.errors import AlreadyPublished, NotReady
from market.listings.models import Listing
from market.listings.rules.findings import condense
from market.listings.rules.states import OVER, OWNER, State, deeds
from market.listings.views.mount import MANAGERS, NAMES, Answer, blueprint, link
from market.listings.views.price import price_of
from market.listings.views.public import patent_view


@dataclass(frozen=True)
class Deed:
    """One deed: heading, button, explanation, its form, how it is done, and what is said afterwards."""

    heading: str
    button: str
    text: str
    form: type[forms.DeedForm]
    do: Callable[[Actor, int, Any], object]
    done: str


DEEDS: dict[str, Deed] = {
    "record_filing": Deed(
        N_("Record the filing"),
        N_("Save the filing"),
        N_("Number and date as the patent office's system shows them after the declaration was filed there."),
        forms.FilingForm,
        lambda actor, number, form: service.record_filing(actor, number, form.filing_number.data, form.filed_at.data),
        N_("The filing is on record."),
    ),
    "announce": Deed(
        N_("Record the announcement"),
        N_("Announce"),
        N_("From the announcement on anyone may take the licence at this price. All rules are checked once more."),
        forms.AnnounceForm,
        lambda actor, number, form: service.announce(
            actor, number, form.announcement_number.data, form.announced_at.data
        ),
        N_("Announced. The listing is public and can be taken from now on."),
    ),
    "take_back": Deed(
        N_("Back to draft"),
        N_("Make it a draft again"),
        N_("Use this when the patent office asks for a change before the announcement. Everything typed is kept."),
        forms.TakeBackForm,
        lambda actor, number, form: service.take_back(actor, number),
        N_("The listing is a draft again."),
    ),
    "suspend": Deed(
        N_("Suspend the listing"),
        N_("Suspend"),
        N_("No new licences until you resume it. Licences given before are not touched. The reason is shown."),
        forms.SuspendForm,
        lambda actor, number, form: service.suspend(actor, number, form.reason.data),
        N_("Suspended."),
    ),
    "resume": Deed(
        N_("Resume the listing"),
        N_("Resume"),
        N_("The obstacles are checked again; if none is left, the licence can be taken again."),
        forms.ResumeForm,
        lambda actor, number, form: service.resume(actor, number),
        N_("The licence can be taken again."),
    ),
    "withdraw": Deed(
        N_("Withdraw the declaration"),
        N_("Record the withdrawal"),
        N_(
            "File the withdrawal with the patent office first. It takes effect on the day it is announced; licences "
            "given before keep their effect."
        ),
        forms.WithdrawForm,
        lambda actor, number, form: service.withdraw(
            actor,
            number,
            form.reason.data,
            form.withdrawn_at.data,
            form.consents.data,
            form.unconditional.data,
        ),
        N_("The withdrawal is on record."),
    ),
    "end": Deed(
        N_("End the listing"),
        N_("End"),
        N_("For a listing whose term or patent is over. This cannot be undone."),
        forms.EndForm,
        lambda actor, number, form: service.end(actor, number, form.reason.data),
        N_("The listing has ended."),
    ),
    "publish": Deed(
        N_("Record a publication elsewhere"),
        N_("Save the publication"),
        N_("Each patent counts as one publication for each platform it is published on."),
        forms.PublishForm,
        lambda actor, number, form: service.publish_elsewhere(actor, number, form.platform.data, form.on.data),
        N_("The publication is on record."),
    ),
}

HAPPENED: dict[str, str] = {
    "listings.ListingDrafted": N_("Draft begun"),
    "listings.ListingDeclared": N_("Declared"),
    "listings.ListingAnnounced": N_("Announced"),
    "listings.ListingChanged": N_("Texts or records changed"),
    "listings.ListingSuspended": N_("Suspended"),
    "listings.ListingResumed": N_("Resumed"),
    "listings.ListingWithdrawn": N_("Withdrawn"),
    "listings.ListingEnded": N_("Ended"),
}


def open_deeds(listing: Listing) -> list[str]:
    """The deeds this reader may do now, from the table of states, with what changes no state."""
    actor = current_actor()
    who = OWNER if actor.of(listing.organisation_id) else "operator"
    names = [name for name in deeds(listing.state, who) if name in DEEDS]
    if listing.state == State.DECLARED:
        names.insert(0, "record_filing")
    if listing.announced_at is not None and listing.state not in OVER:
        names.append("publish")
    return names


@blueprint.get("/listings/<int:listing_id>/manage")
@access("university", "operator")
def manage(listing_id: int) -> Answer:
    """Where a listing stands, what must be done next, and its history."""
    actor = current_actor()
    listing = queries.managed(actor, listing_id)
    if listing.state == State.DRAFT:
        return redirect(url_for("listings.step", listing_id=listing_id, step="review"))
    return render_template(
        "listings/manage.html",
        listing=listing,
        price=price_of(listing),
        patents=[patent_view(row.patent) for row in listing.patents],
        findings=condense(queries.checklist(listing, clock.today())),
        obstacles=queries.obstacles(listing, clock.today()),
        deeds={name: DEEDS[name] for name in open_deeds(listing)} if acts(actor) else {},
        publications=queries.publications(listing_id),
        history=[row for row in reversed(history(f"listing:{listing_id}")) if row.name in HAPPENED],
        happened=HAPPENED,
        owner=actor.of(listing.organisation_id),
        operations_url=link("operations.desk"),
        **NAMES,
    )


def acts(actor: Actor) -> bool:
    """Whether this person may take acts with legal effect."""
    return actor.operator or actor.role in MANAGERS


@blueprint.get("/listings/<int:listing_id>/do/<deed>", endpoint="deed")
@access("university", "operator")
def show_deed(listing_id: int, deed: str) -> Answer:
    """The form of one deed."""
    listing = doable(listing_id, deed)
    return deed_page(listing, deed, DEEDS[deed].form())


@blueprint.post("/listings/<int:listing_id>/do/<deed>", endpoint="do")
@access("university", "operator")
def do(listing_id: int, deed: str) -> Answer:
    """Do it; a refusal comes back on the form with what was typed."""
    listing = doable(listing_id, deed)
    form = DEEDS[deed].form()
    if not form.validate_on_submit():
        return deed_page(listing, deed, form), 422
    try:
        with transaction():
            DEEDS[deed].do(current_actor(), listing_id, form)
    except Invalid as error:
        form.refuse(error)
        return deed_page(queries.managed(current_actor(), listing_id), deed, form), 422
    except (NotReady, AlreadyPublished) as refusal:
        return deed_page(queries.managed(current_actor(), listing_id), deed, form, refusal), refusal.status
    flash(translate(DEEDS[deed].done), "ok")
    return redirect(url_for("listings.manage", listing_id=listing_id))


def doable(listing_id: int, deed: str) -> Listing:
    """The listing, when that deed exists; whether it is possible now is the service's word."""
    listing = queries.managed(current_actor(), listing_id)
    if deed not in DEEDS:
        raise NotFound
    return listing


def deed_page(listing: Listing, deed: str, form: Any, refusal: Any = None) -> str:
    """The page of one deed."""
    return render_template(
        "listings/deed.html",
        listing=listing,
        deed=deed,
        words=DEEDS[deed],
        form=form,
        refusal=refusal,
        findings=getattr(refusal, "findings", []),
        possible=deed in open_deeds(listing),
        owners=len({owner.name for row in listing.patents for owner in row.patent.owners}),
        back=_("Back to the listing"),
        **NAMES,
    )
