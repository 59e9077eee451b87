"""Is this ours? A file or the check code printed on it is recognised; what stands in it is not shown to anybody."""

import hashlib

from flask import render_template, request

from market.contracts import queries
from market.contracts.forms import VerifyForm
from market.contracts.models import Contract, ContractVersion
from market.contracts.rules.states import SCAN_LIMIT
from market.contracts.views.mount import Answer, blueprint
from market.core import limits
from market.core.db import transaction
from market.core.errors import TooLarge
from market.core.web import access

TRIES, SECONDS = 60, 3600
CHUNK = 1024 * 1024


@blueprint.get("/verify")
@access("public")
def verify() -> Answer:
    """The form."""
    return render_template("contracts/verify.html", form=VerifyForm(formdata=None), asked=False, found=None)


@blueprint.post("/verify")
@access("public")
def verified() -> Answer:
    """Whether the file or code belongs to a contract of this market, and which text it is."""
    with transaction():
        limits.hit("contracts.verify", request.remote_addr or "", TRIES, SECONDS)
    form = VerifyForm()
    if not form.validate():
        return render_template("contracts/verify.html", form=form, asked=False, found=None), 422
    sha256 = form.sha256() or _digest(form)
    recognised = queries.recognised(sha256)
    found = _told(*recognised) if recognised else None
    return render_template("contracts/verify.html", form=form, asked=True, found=found, sha256=sha256)


def _digest(form: VerifyForm) -> str:
    digest, size = hashlib.sha256(), 0
    with form.file.data.stream as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > SCAN_LIMIT:
                raise TooLarge(limit=SCAN_LIMIT // CHUNK)
            digest.update(chunk)
    return digest.hexdigest()


def _told(text: ContractVersion, form: str) -> dict[str, object]:
    """What a stranger is told: number, version, whether it counts, and days. Neither sides nor content."""
    contract: Contract = queries.contract_of(text)
    return {
        "reference": contract.reference,
        "number": text.number,
        "form": form,
        "current": text.number == contract.current,
        "state": contract.state,
        "drawn_at": text.drawn_at,
        "concluded_on": contract.concluded_on,
    }
