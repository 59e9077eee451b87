"""Uploaded vouchers between two steps of a form."""

from market.core import files
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.web import current_actor
from market.payments.forms import BankReceiptForm, GiveBackForm
from market.payments.rules import VOUCHER_LIMIT


def kept(form: BankReceiptForm | GiveBackForm) -> StoredFile | None:
    """The voucher sent with this step, or with an earlier one; kept so that nobody has to upload it twice."""
    owner = current_actor().organisation_id
    if form.voucher.data:
        stored = files.keep(
            form.voucher.data.stream, form.voucher.data.filename or "voucher", owner, limit=VOUCHER_LIMIT
        )
        with transaction() as session:
            session.add(stored)
        form.voucher_id.data = str(stored.id)
        return stored
    text = form.voucher_id.data or ""
    if not text:
        return None
    earlier = files.get(int(text)) if text.isdecimal() and len(text) < 10 else None
    if earlier is None or earlier.organisation_id != owner:
        raise NotFound
    return earlier
