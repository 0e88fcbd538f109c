"""The demo's matters: a dispatch under way, a plan to be looked at, an award with a report, a draft, and a night."""

import datetime as dt

from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.foundation.parties.models import Membership, StaffPost
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.actions.drafts import start_draft
from kosetsu.services.programmes.models import DescriptionEdition, Dispatch

COMPANY = "DEMO001"
FIGURES = {
    "novelties": ["goods", "goods_method"], "new_to_company": True, "years": 5,
    "base_value_added_yen": 82_000_000, "base_employees": 18, "base_payroll_yen": 61_000_000,
    "last_value_added_yen": 96_000_000, "last_employees": 20, "last_payroll_yen": 65_000_000,
}  # fmt: skip


def begin_matters(at: dt.datetime) -> None:
    """Once, for the demo's first company; nothing where the demo has no such people."""
    owners = Membership.objects.filter(organisation__code=COMPANY, role=MembershipRole.OWNER)
    owner = owners.select_related("person", "organisation").first()
    post = StaffPost.objects.filter(role=StaffRole.PLANNING).select_related("person").first()
    place = owner.organisation.workplaces.order_by("pk").first() if owner else None
    if owner is None or post is None or place is None or Dispatch.objects.exists():
        return
    company, desk, day = owner.person, post.person, day_of(at)
    made = dispatches.request_dispatch(
        by=company, at=at, workplace=place, theme="ねじの検査工程の見直し\n不良の原因を工程ごとに知りたい。"
    )
    dispatches.accept_dispatch(by=desk, at=at, dispatch=made, expert="生産管理（技術士）", times=4)
    dispatches.record_visit(
        by=desk, at=at, dispatch=made, visited_on=day, hours=3, channel="onsite", text="検査工程の記録の付け方を助言"
    )
    dispatches.request_dispatch(by=company, at=at, workplace=place, theme="原価計算を始めたい")
    plan = innovations.open_innovation(
        by=company, at=at, workplace=place, title="耐食ねじの新しい製造方式", summary="表面処理を一工程にまとめる。",
        figures=FIGURES,
    )  # fmt: skip
    innovations.send_innovation(by=company, at=at, plan=plan)
    innovations.open_innovation(by=company, at=at, workplace=place, title="海外向けの新製品", summary="", figures={})
    newest = DescriptionEdition.objects.newest(at).filter(body__kind="grant", withdrawn=False).order_by("-fiscal_year")
    if edition := newest.first():
        won_on = after_months(day, -13)
        awards.record_award(by=company, at=at, workplace=place, programme=edition.code, award_yen=3_000_000,
                            awarded_on=won_on)  # fmt: skip
        start_draft(by=desk, at=at, edition=edition)
