"""The blueprint that the pages of banking hang on, and who may enter."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Blueprint
from werkzeug.wrappers import Response

from market.banking.rules.access import HOLDERS
from market.core.web import access
from market.payments.rules import BOOKING_ROLES

P = ParamSpec("P")
R = TypeVar("R")
Answer = str | Response | tuple[str, int]

blueprint = Blueprint("banking", __name__, url_prefix="/bank")


def handlers(view: Callable[P, R]) -> Callable[P, R]:
    """The access mark of pages for those who handle an organisation's accounts: its owner and finance role."""
    return access(*HOLDERS, roles=BOOKING_ROLES)(view)


def paymasters(view: Callable[P, R]) -> Callable[P, R]:
    """The access mark of pages about lists for the bank: the operator's owner and finance role."""
    return access("operator", roles=BOOKING_ROLES)(view)
