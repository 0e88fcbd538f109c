"""Where a person stands: posts held, organisations acted for. Read once per request, asked by every permission."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kosetsu.common.clock import day_of, now
from kosetsu.foundation.parties.states import MembershipRole, StaffRole


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's posts and memberships on one day; empty for someone who is not signed in."""

    roles: frozenset[str] = frozenset()
    branches: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    """Organisations for which the person acts as a client."""
    workplaces: frozenset[int] | None = None
    """Workplaces the person is limited to; None means every workplace of the organisations."""
    partner_organisations: frozenset[int] = frozenset()
    """Organisations for which the person is the officer of a partner."""

    @property
    def is_staff(self) -> bool:
        """Whether the person holds any post of the institute."""
        return bool(self.roles)

    def has(self, *roles: StaffRole) -> bool:
        """Whether the person holds one of the posts."""
        return any(role in self.roles for role in roles)


NOBODY = Standing()


def standing(user: Any, day: dt.date | None = None) -> Standing:
    """The standing of ``user`` on ``day`` (today by default), remembered on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    day = day or day_of(now())
    remembered = getattr(user, "_standing", None)
    if remembered is None or remembered[0] != day:
        remembered = user._standing = (day, _read(user, day))
    result: Standing = remembered[1]
    return result


def forget(user: Any) -> None:
    """Read the person's standing afresh next time: a post or a membership has just changed."""
    if hasattr(user, "_standing"):  # through the lazy wrapper of request.user as well
        del user._standing


def _read(user: Any, day: dt.date) -> Standing:
    posts = list(user.posts.on(day))
    members = list(user.memberships.on(day))
    officers = [m for m in members if m.role == MembershipRole.OFFICER]
    clients = [m for m in members if m.role != MembershipRole.OFFICER]
    everywhere = any(m.workplace_id is None for m in clients)
    return Standing(
        roles=frozenset(p.role for p in posts),
        branches=frozenset(p.branch_id for p in posts if p.branch_id),
        groups=frozenset(p.group_id for p in posts if p.group_id),
        organisations=frozenset(m.organisation_id for m in clients),
        workplaces=None if everywhere else frozenset(m.workplace_id for m in clients if m.workplace_id),
        partner_organisations=frozenset(m.organisation_id for m in officers),
    )
