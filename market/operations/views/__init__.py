"""Pages of the operator and about the service."""

from market.operations.views import desk, jobs, pages, trail
from market.operations.views.mount import blueprint

__all__ = ["blueprint", "desk", "jobs", "pages", "trail"]
