"""The verbs of the register: organisations, their workplaces, and the people who act for them."""

from kosetsu.foundation.parties.actions.memberships import (
    accept_invitation,
    add_membership,
    end_membership,
    end_post,
    give_post,
    invite,
    withdraw_invitation,
)
from kosetsu.foundation.parties.actions.organisations import (
    Profile,
    change_profile,
    decide_price_class,
    incorporate,
    register_organisation,
    register_own_company,
    rename_organisation,
    verify_by_evidence,
    verify_organisation,
)
from kosetsu.foundation.parties.actions.workplaces import add_workplace, change_workplace, close_workplace

__all__ = [
    "Profile",
    "accept_invitation",
    "add_membership",
    "add_workplace",
    "change_profile",
    "change_workplace",
    "close_workplace",
    "decide_price_class",
    "end_membership",
    "end_post",
    "give_post",
    "incorporate",
    "invite",
    "register_organisation",
    "register_own_company",
    "rename_organisation",
    "verify_by_evidence",
    "verify_organisation",
    "withdraw_invitation",
]
