"""Who may open a file of a pitch: by tier, so that a slide shown to partners is not a slide for everybody."""

from market.pitches.rules.states import Tier


def may_open(tier: str, *, registered: bool, intent: bool, own: bool, operator: bool) -> bool:
    """Whether a reader may open a file of this tier.

    `registered`: let in to the roadshow; `intent`: the firm has a standing intent for this pitch; `own`: of the
    organisation whose pitch it is; `operator`: runs the event. Each tier opens for those of the narrower ones too;
    a tier nobody knows opens for nobody but owner and organiser.
    """
    if own or operator:
        return True
    if tier == Tier.PUBLIC:
        return True
    if tier == Tier.REGISTERED:
        return registered or intent
    return tier == Tier.INTENT and intent
