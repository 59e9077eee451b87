"""Who hears what. What runs by the clock stands in `clockwork`.

TOGETHER reactions run in the transaction of the deed; AFTERWARDS reactions are stored with it and done by the worker.
"""

from collections.abc import Sequence

from market.accounts import events as accounts_events
from market.banking import events as banking_events
from market.banking import service as banking
from market.contracts import events as contracts_events
from market.contracts import service as contracts
from market.core.events import Event
from market.core.outbox import Batch, Handler, Wiring
from market.effects import events as effects_events
from market.evidence import events as evidence_events
from market.filings import events as filings_events
from market.filings import service as filings
from market.guests import events as guests_events
from market.guests import service as guests
from market.income import events as income_events
from market.income.service import paying as income
from market.intents import events as intents_events
from market.intents import service as intents
from market.invitations import events as invitations_events
from market.invitations import service as invitations
from market.licensing import events as licensing_events
from market.licensing import service as licensing
from market.licensing.service import timers as licensing_timers
from market.listings import events as listings_events
from market.listings import service as listings
from market.live import events as live_events
from market.matching import events as matching_events
from market.matching import service as matching
from market.meetings import events as meetings_events
from market.meetings import service as meetings
from market.needs import events as needs_events
from market.negotiation import events as negotiation_events
from market.negotiation import service as negotiation
from market.notifications import events as notifications_events
from market.notifications import mail
from market.notifications.service import accounts as tell_accounts
from market.notifications.service import banking as tell_banking
from market.notifications.service import contracts as tell_contracts
from market.notifications.service import effects as tell_effects
from market.notifications.service import filings as tell_filings
from market.notifications.service import guests as tell_guests
from market.notifications.service import income as tell_income
from market.notifications.service import intents as tell_intents
from market.notifications.service import invitations as tell_invitations
from market.notifications.service import licensing as tell_licensing
from market.notifications.service import listings as tell_listings
from market.notifications.service import live as tell_live
from market.notifications.service import meetings as tell_meetings
from market.notifications.service import needs as tell_needs
from market.notifications.service import negotiation as tell_negotiation
from market.notifications.service import outcomes as tell_outcomes
from market.notifications.service import patents as tell_patents
from market.notifications.service import payments as tell_payments
from market.notifications.service import pitches as tell_pitches
from market.notifications.service import roadshows as tell_roadshows
from market.notifications.service import royalties as tell_royalties
from market.notifications.service import schedule as tell_schedule
from market.outcomes import events as outcomes_events
from market.patents import events as patents_events
from market.patents import service as patents
from market.payments import events as payments_events
from market.pitches import events as pitches_events
from market.pitches import service as pitches
from market.reconciliation import events as reconciliation_events
from market.roadshows import events as roadshows_events
from market.royalties import events as royalties_events
from market.royalties import service as royalties
from market.royalties.service import timers as royalties_timers
from market.schedule import events as schedule_events
from market.schedule import service as schedule
from market.search import events as search_events
from market.search.index import upkeep as search_index
from market.wiring.clockwork import TIMED

TOGETHER: dict[type[Event], Sequence[Handler | Batch]] = {
    contracts_events.ContractConcluded: [negotiation.on_concluded],
    negotiation_events.DealMoved: [contracts.deal_moved],
    negotiation_events.DealConcluded: [contracts.deal_moved],
    patents_events.PatentStatusChanged: [listings.patent_status_changed],
    negotiation_events.DealCompleted: [royalties.on_deal_completed],
    licensing_events.LicenceGranted: [royalties.on_granted],
    licensing_events.LicenceRecorded: [filings.on_recorded],
    licensing_events.LicenceEnded: [royalties.on_licence_ended, filings.on_ended],
    licensing_events.LicensedPatentEnded: [royalties.on_licensed_patent_ended],
    payments_events.ReceivableSettled: [licensing.on_settled, royalties.on_settled],
    payments_events.ReceiptReversed: [banking.on_reversed, income.on_money_taken_back],
    payments_events.ReceivableCancelled: [income.on_money_taken_back],
    payments_events.RefundAsked: [income.on_money_taken_back],
    payments_events.RefundDone: [income.on_money_taken_back],
    payments_events.RefundFailed: [income.on_money_taken_back],
    payments_events.DisputeClosed: [income.on_money_taken_back],
    roadshows_events.RoadshowCopied: [
        pitches.on_copied,
        guests.on_copied,
        schedule.on_copied,
        meetings.on_copied,
    ],
    roadshows_events.RoadshowChanged: [schedule.on_changed],
    roadshows_events.RoadshowMoved: [schedule.on_moved],
}

FIND = Batch(search_index.hear)
"""What can be found has changed: one run for however many events."""

AFTERWARDS: dict[type[Event], Sequence[Handler | Batch]] = {
    # accounts
    accounts_events.OrganisationChanged: [patents.link_after_vetting, FIND],
    accounts_events.OrganisationSignedUp: [tell_accounts.sign_up],
    accounts_events.OrganisationVetted: [patents.link_after_vetting, tell_accounts.vetting, pitches.on_organisation],
    accounts_events.MemberInvited: [tell_accounts.invitation],
    accounts_events.MemberJoined: [tell_accounts.joining],
    accounts_events.MemberChanged: [tell_accounts.role],
    accounts_events.PasswordResetAsked: [tell_accounts.reset],
    accounts_events.PasswordChanged: [tell_accounts.password],
    accounts_events.SignUpRepeated: [tell_accounts.repeated],
    accounts_events.PersonDisabled: [tell_accounts.disabling],
    # patents
    patents_events.PatentChanged: [FIND],
    patents_events.ImportAsked: [patents.run_asked],
    patents_events.PatentsImported: [tell_patents.imported, FIND, Batch(matching.on_import)],
    patents_events.PatentStatusChanged: [licensing_timers.on_patent_status, royalties_timers.on_patent_status, FIND],
    patents_events.OwnershipClaimed: [tell_patents.claim],
    patents_events.OwnershipDecided: [tell_patents.decision, FIND],
    # live
    live_events.QuestionAnswered: [tell_live.answered],
    # listings
    listings_events.ListingChanged: [FIND],
    listings_events.ListingDeclared: [tell_listings.declared],
    listings_events.ListingAnnounced: [tell_listings.announced, FIND, matching.on_listing],
    listings_events.ListingSuspended: [
        tell_listings.suspended,
        FIND,
        matching.on_listing_gone,
        pitches.on_listing_gone,
    ],
    listings_events.ListingResumed: [tell_listings.resumed, FIND, matching.on_listing, pitches.on_listing_back],
    listings_events.ListingWithdrawn: [
        tell_listings.withdrawn,
        FIND,
        matching.on_listing_gone,
        pitches.on_listing_gone,
    ],
    listings_events.ListingEnded: [tell_listings.ended, FIND, matching.on_listing_gone, pitches.on_listing_gone],
    # needs
    needs_events.NeedSubmitted: [tell_needs.submitted],
    needs_events.NeedReturned: [tell_needs.returned, pitches.on_need_gone],
    needs_events.NeedPublished: [tell_needs.published, matching.on_need],
    needs_events.NeedChanged: [matching.on_need],
    needs_events.NeedClosed: [tell_needs.closed, matching.on_need_closed, pitches.on_need_gone],
    # matching
    matching_events.MatchingAsked: [matching.on_need],
    matching_events.NeedMatched: [tell_needs.matched],
    matching_events.ListingMatched: [tell_needs.listing_matched],
    matching_events.ProposalAnswered: [tell_needs.answered],
    # licensing
    licensing_events.NoticeSent: [tell_licensing.notice, intents.on_request],
    licensing_events.RequestHeld: [tell_licensing.held],
    licensing_events.NoticeRead: [tell_licensing.read],
    licensing_events.RequestClosed: [tell_licensing.closed, intents.on_request],
    licensing_events.LicenceGranted: [tell_licensing.granted, intents.on_licence],
    licensing_events.RecordalDueSoon: [tell_licensing.recordal_soon],
    licensing_events.LicensedPatentEnded: [tell_licensing.patent_ended],
    licensing_events.LicenceRecorded: [tell_licensing.recorded, intents.on_licence],
    licensing_events.LicenceEnded: [tell_licensing.ended],
    # filings
    filings_events.FilingBegun: [tell_filings.begun],
    filings_events.FilingDropped: [tell_filings.dropped],
    filings_events.FilingSubmitted: [tell_filings.submitted],
    filings_events.FilingRefused: [tell_filings.refused],
    filings_events.FilingRecorded: [tell_filings.recorded],
    filings_events.ContractRegistered: [tell_filings.registered],
    filings_events.RegistrationDue: [tell_filings.registration_due],
    filings_events.InvoiceAsked: [tell_filings.invoice_asked],
    filings_events.InvoiceIssued: [tell_filings.invoice_issued],
    filings_events.InvoiceClosed: [tell_filings.invoice_closed],
    # negotiation
    negotiation_events.DealOpened: [tell_negotiation.opened, intents.on_deal],
    negotiation_events.MessageSent: [tell_negotiation.written],
    negotiation_events.OfferMade: [tell_negotiation.offered],
    negotiation_events.OfferEnded: [tell_negotiation.offer_ended],
    negotiation_events.OfferAccepted: [tell_negotiation.accepted],
    negotiation_events.DealMoved: [tell_negotiation.moved, intents.on_deal],
    negotiation_events.ContractConfirmed: [tell_negotiation.confirmed],
    negotiation_events.DealConcluded: [tell_negotiation.concluded, intents.on_deal],
    negotiation_events.StepTaken: [tell_negotiation.step],
    negotiation_events.DealCompleted: [tell_negotiation.completed, intents.on_deal],
    negotiation_events.NoticePublished: [tell_negotiation.noticed],
    negotiation_events.ObjectionRaised: [tell_negotiation.objected],
    negotiation_events.DocumentAdded: [tell_negotiation.document],
    negotiation_events.AnswerDueSoon: [tell_negotiation.answer_soon],
    negotiation_events.AnswerOverdue: [tell_negotiation.answer_overdue],
    negotiation_events.WordOnRequest: [tell_negotiation.word],
    # contracts
    contracts_events.ContractDrawn: [tell_contracts.drawn],
    contracts_events.ContractAgreed: [tell_contracts.agreed],
    contracts_events.ContractSigned: [tell_contracts.signed],
    contracts_events.ScanRejected: [tell_contracts.rejected],
    contracts_events.ContractConcluded: [tell_contracts.concluded],
    contracts_events.ContractSetAside: [tell_contracts.set_aside],
    # payments
    payments_events.PaymentAsked: [tell_payments.asked],
    payments_events.PaymentReceived: [tell_payments.received, intents.on_money],
    payments_events.ReceivableCancelled: [tell_payments.cancelled],
    payments_events.SurplusReceived: [tell_payments.surplus],
    payments_events.SurplusGivenBack: [tell_payments.given_back],
    payments_events.RefundDone: [tell_payments.refunded],
    payments_events.ReceiptReversed: [tell_payments.reversed_],
    payments_events.PayoutDone: [tell_payments.passed_on],
    payments_events.DisputeOpened: [tell_payments.contested],
    payments_events.DisputeClosed: [tell_payments.decided],
    payments_events.MatterNoted: [tell_payments.matter],
    # banking
    banking_events.StatementAsked: [banking.run_asked],
    banking_events.StatementImported: [tell_banking.imported],
    # royalties
    royalties_events.ReportDue: [tell_royalties.report_due],
    royalties_events.ReportSubmitted: [tell_royalties.report_sent],
    royalties_events.ReportQueried: [tell_royalties.report_queried],
    royalties_events.ReportVerified: [tell_royalties.report_verified],
    royalties_events.MilestoneReported: [tell_royalties.milestone_reported],
    royalties_events.MilestoneConfirmed: [tell_royalties.milestone_confirmed],
    royalties_events.MilestoneDoubted: [tell_royalties.milestone_doubted],
    royalties_events.PaymentDue: [tell_royalties.payment_due],
    royalties_events.InterestAsked: [tell_royalties.interest_asked],
    royalties_events.ScheduleFrozen: [tell_royalties.frozen],
    royalties_events.ChoiceMade: [tell_royalties.choice],
    royalties_events.ScheduleReleased: [tell_royalties.released],
    # income
    income_events.SplitDrafted: [tell_income.drafted],
    income_events.SplitApproved: [tell_income.approved],
    income_events.SplitReversed: [tell_income.taken_back],
    # effects
    effects_events.EffectAsked: [tell_effects.asked],
    effects_events.EffectReminded: [tell_effects.asked],
    effects_events.EffectReported: [tell_effects.reported],
    effects_events.EffectVerified: [tell_effects.verified],
    effects_events.EffectQueried: [tell_effects.queried],
    # schedule
    schedule_events.ProgrammeReleased: [tell_schedule.released],
    schedule_events.RehearsalDue: [tell_schedule.rehearsal],
    # roadshows
    roadshows_events.RoadshowSubmitted: [tell_roadshows.submitted],
    roadshows_events.RoadshowApproved: [tell_roadshows.decided],
    roadshows_events.RoadshowReturned: [tell_roadshows.decided],
    roadshows_events.RoadshowAnnounced: [tell_roadshows.announced],
    roadshows_events.RoadshowChanged: [guests.on_plan_changed],
    roadshows_events.RoadshowMoved: [meetings.on_moved, tell_roadshows.moved, tell_guests.moved],
    roadshows_events.RoadshowCancelled: [tell_roadshows.cancelled, tell_guests.called_off],
    # guests
    guests_events.RegistrationAsked: [tell_guests.asked, invitations.on_registered],
    guests_events.PlaceConfirmed: [tell_guests.confirmed, invitations.on_registered],
    guests_events.PlaceAwaited: [tell_guests.waiting, invitations.on_registered],
    guests_events.PlaceOffered: [tell_guests.offered],
    guests_events.PlaceLost: [tell_guests.lost],
    guests_events.RegistrationChanged: [tell_guests.changed],
    guests_events.RegistrationCancelled: [tell_guests.cancelled],
    guests_events.RegistrationDeclined: [tell_guests.declined],
    guests_events.GuestsReminded: [tell_guests.reminded],
    # invitations
    invitations_events.InvitationSent: [tell_invitations.sent],
    invitations_events.InvitationAnswered: [tell_invitations.answered],
    # intents
    intents_events.IntentDeclared: [tell_intents.declared],
    intents_events.IntentEntered: [tell_intents.entered],
    intents_events.IntentConfirmed: [tell_intents.confirmed],
    intents_events.IntentChanged: [tell_intents.changed],
    intents_events.IntentWithdrawn: [tell_intents.changed],
    intents_events.ContactShared: [tell_intents.contact],
    intents_events.ContactTakenBack: [tell_intents.contact],
    intents_events.IntentAdvanced: [tell_intents.advanced],
    intents_events.IntentLinked: [tell_intents.linked],
    intents_events.OutsideContractReported: [tell_intents.outside],
    intents_events.IntentClosed: [tell_intents.closed],
    intents_events.IntentReopened: [tell_intents.closed],
    intents_events.IntentHandedOver: [tell_intents.handed_over],
    intents_events.IntentNoted: [tell_intents.noted],
    intents_events.IntentSetBack: [tell_intents.set_back],
    intents_events.IntentReminded: [tell_intents.reminded],
    intents_events.IntentDue: [tell_intents.due],
    # meetings
    meetings_events.MeetingAsked: [tell_meetings.asked],
    meetings_events.MeetingTimeProposed: [tell_meetings.proposed],
    meetings_events.MeetingAgreed: [tell_meetings.agreed],
    meetings_events.MeetingArranged: [tell_meetings.arranged],
    meetings_events.MeetingMoved: [tell_meetings.arranged],
    meetings_events.MeetingDeclined: [tell_meetings.declined],
    meetings_events.MeetingCancelled: [tell_meetings.ended],
    meetings_events.MeetingExpired: [tell_meetings.ended],
    meetings_events.MeetingsReminded: [tell_meetings.reminded],
    meetings_events.TimetableAsked: [meetings.arrange_asked],
    meetings_events.TimetableReady: [tell_meetings.ready],
    meetings_events.TimetablePublished: [tell_meetings.published],
    # outcomes
    outcomes_events.GuestsThanked: [tell_outcomes.thanked],
    outcomes_events.SurveyRepeated: [tell_outcomes.repeated],
    outcomes_events.ReplaySet: [tell_outcomes.replay_set],
    outcomes_events.ReportDrafted: [tell_outcomes.drafted],
    outcomes_events.ReportOverdue: [tell_outcomes.drafted],
    outcomes_events.ReportIssued: [tell_outcomes.issued],
    # pitches
    pitches_events.PitchSubmitted: [tell_pitches.submitted],
    pitches_events.PitchReturned: [tell_pitches.decided],
    pitches_events.PitchSelected: [tell_pitches.decided],
    pitches_events.PitchReserved: [tell_pitches.decided],
    pitches_events.PitchDeclined: [tell_pitches.decided],
    pitches_events.PitchWithdrawn: [tell_pitches.withdrawn],
    pitches_events.PitchDoubted: [tell_pitches.doubted],
    pitches_events.PitchFilesDue: [tell_pitches.files_due],
    pitches_events.ExpertInvited: [tell_pitches.review_asked],
    pitches_events.ExpertReminded: [tell_pitches.review_asked],
    pitches_events.ReviewFinished: [tell_pitches.reviewed],
    pitches_events.DrawCommitted: [tell_pitches.drawn],
    pitches_events.DrawHeld: [tell_pitches.drawn],
    # search
    search_events.IndexLost: [FIND],
    # notifications
    notifications_events.MailQueued: [mail.deliver],
}

UNHEARD: set[type[Event]] = {
    live_events.AllTold,
    live_events.QuestionHidden,
    outcomes_events.PressEdited,
    outcomes_events.SurveyEdited,
    guests_events.ArrivalUndone,
    guests_events.GuestArrived,
    guests_events.GuestTermsChanged,
    invitations_events.InvitationTakenBack,
    reconciliation_events.DifferenceExplained,
    reconciliation_events.DifferenceGone,
    reconciliation_events.DifferenceOpened,
    contracts_events.TemplateChanged,
    evidence_events.EvidenceTaken,
    contracts_events.ScanConfirmed,
    filings_events.RegistrationWaived,
    accounts_events.BankAccountChanged,
    banking_events.BankListLineDone,
    banking_events.BankListMade,
    banking_events.RowAssigned,
    banking_events.RowDecided,
    banking_events.RowTakenBack,
    accounts_events.InvitationWithdrawn,
    income_events.NoticeClosed,
    income_events.PolicyChanged,
    income_events.SplitDropped,
    income_events.SplitNoticed,
    income_events.SplitPaid,
    effects_events.RankingPublished,
    intents_events.IntentPlanned,
    effects_events.RankingWithdrawn,
    accounts_events.OrganisationNoted,
    accounts_events.PersonChanged,
    accounts_events.SessionsEnded,
    accounts_events.SignedIn,
    accounts_events.SignInFailed,
    listings_events.ListingDrafted,
    meetings_events.MeetingMissed,
    meetings_events.MeetingPlaced,
    meetings_events.MeetingResultNoted,
    meetings_events.MeetingsPlanned,
    meetings_events.TimesOffered,
    meetings_events.TimetableDropped,
    needs_events.NeedReopened,
    needs_events.NeedTalked,
    needs_events.NeedsImported,
    patents_events.OwnersLinked,
    pitches_events.DrawVoided,
    pitches_events.ExpertDismissed,
    pitches_events.OrderChanged,
    royalties_events.ScheduleMade,
    payments_events.MatterClosed,
    payments_events.PayoutAccountReady,
    payments_events.ReceivableFrozen,
    payments_events.ReceivableReopened,
    payments_events.ReceivableUnfrozen,
    schedule_events.ProgrammeDrafted,
    roadshows_events.RoadshowHeld,
    roadshows_events.RoadshowOpened,
    roadshows_events.RoadshowPlanned,
    roadshows_events.RoadshowTakenBack,
    roadshows_events.SeriesChanged,
}


WIRING = Wiring(together=TOGETHER, afterwards=AFTERWARDS, timed=TIMED)
