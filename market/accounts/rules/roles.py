"""Member roles: what each may do with the other members, and why an organisation never loses its last owner."""

from collections.abc import Sequence

from market.core.i18n import N_

ROLES: dict[str, str] = {
    "owner": N_("Account owner"),
    "manager": N_("Manager"),
    "finance": N_("Finance officer"),
    "member": N_("Member"),
}
ROLE_HINTS: dict[str, str] = {
    "owner": N_("Everything, including roles, the organisation's data and its owners."),
    "manager": N_("Publishes, negotiates, takes licences, invites members."),
    "finance": N_("Sees and books payments; signs nothing."),
    "member": N_("Prepares drafts and reads; publishes and signs nothing."),
}
MANAGERS = ("owner", "manager")
_MANAGED_BY = {"owner": frozenset(ROLES), "manager": frozenset({"finance", "member"})}


def manageable(role: str) -> frozenset[str]:
    """The roles that somebody with this role may give and take."""
    return _MANAGED_BY.get(role, frozenset())


def may_change(actor_role: str, old: str, new: str) -> bool:
    """Whether the role may be changed from old to new (empty: removed): both must lie in the actor's reach."""
    reach = manageable(actor_role)
    return old in reach and (new in reach or new == "")


def leaves_no_owner(roles: Sequence[str], old: str, new: str) -> bool:
    """Whether taking `old` from one of the people with these roles and giving `new` leaves nobody as owner."""
    return old == "owner" and new != "owner" and list(roles).count("owner") <= 1
