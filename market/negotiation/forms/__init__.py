"""Forms of negotiation; each hands over one value."""

from market.negotiation.forms.deeds import (
    AnswerForm,
    AskForm,
    ConfirmForm,
    DocumentForm,
    ForceForm,
    MessageForm,
    ObjectionForm,
    ReasonForm,
    ResultForm,
    RuleForm,
    StepForm,
)
from market.negotiation.forms.offer import OfferForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "ConfirmForm",
    "DocumentForm",
    "ForceForm",
    "MessageForm",
    "ObjectionForm",
    "OfferForm",
    "ReasonForm",
    "ResultForm",
    "RuleForm",
    "StepForm",
]
