"""Forms of listings: the steps of the declaration, and the deeds on a declared listing. Each hands over one value."""

from market.listings.forms.deeds import (
    AnnounceForm,
    DeedForm,
    EndForm,
    FilingForm,
    PublishForm,
    ResumeForm,
    SuspendForm,
    TakeBackForm,
    WithdrawForm,
)
from market.listings.forms.description import DescriptionForm
from market.listings.forms.fee import FeeForm
from market.listings.forms.steps import PatentsForm, StatementsForm, StepForm, TermForm, UploadForm

__all__ = [
    "AnnounceForm",
    "DeedForm",
    "DescriptionForm",
    "EndForm",
    "FeeForm",
    "FilingForm",
    "PatentsForm",
    "PublishForm",
    "ResumeForm",
    "StatementsForm",
    "StepForm",
    "SuspendForm",
    "TakeBackForm",
    "TermForm",
    "UploadForm",
    "WithdrawForm",
]
