"""Who may use an instrument, teach, and run the bench, now; and the gates that every change of a booking asks.

The licence and the declarations are asked about the end of the booking: what is good when it begins and has run out
before it ends does not do. People of the institute work by their post, not by a licence.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.permissions import Draft, Gate, can_book_for_callers, keeps
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.governance.clearance import export_clearance
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.instruments.models import Companion, CourseDate, Fault, Licence, LicenceRule, RenewalLine
from kosetsu.services.instruments.models.renewals import PLANNERS
from kosetsu.services.instruments.states import LICENCE, RENEWAL, LicenceState, RenewalState

TRAINERS = (StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that teach, examine, and give or suspend licences."""
APPROVERS = (StaffRole.PLANNING, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD)
"""The posts that approve a line of the renewal plan."""


def can_run_bench(user: Any) -> Decision:
    """Whoever runs the institute's resources stands at the bench."""
    return can_book_for_callers(user)


def can_read_licences(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_teach(user: Any) -> Decision:
    """Note who took a course, examine, issue, renew, suspend."""
    if standing(user).has(*TRAINERS):
        return YES
    return no(_("認定証は、研究部門の担当者が扱います。")) if standing(user).is_staff else HIDDEN


def can_describe(user: Any) -> Decision:
    """Whoever teaches an instrument puts its photographs and papers on its page."""
    return can_teach(user)


def can_plan_renewals(user: Any) -> Decision:
    """Read and write the renewal plan: the planning office, and who keeps the register of devices."""
    if standing(user).has(*PLANNERS):
        return YES
    return no(_("機器の更新整備計画は、経営企画と機器台帳の担当者が扱います。")) if standing(user).is_staff else HIDDEN


def can_move_renewal(user: Any, line: RenewalLine, verb: str) -> Decision:
    """Whether this planner may use ``verb`` on the line in its state; another one than who planned it approves."""
    if not (plans := can_plan_renewals(user)):
        return plans
    if not RENEWAL.allows(verb, line.state):
        return no(
            _("「%(state)s」の項目では、この操作はできません。") % {"state": RenewalState(line.state).label},
            _("画面を開き直して、最新の状態を確かめてください。"),
        )
    if verb != "approve_renewal":
        return YES
    if not standing(user).has(*APPROVERS):
        return no(_("更新整備計画は、経営企画と支所長・グループ長が承認します。"))
    if line.planned_by_id == user.pk:
        return no(_("自分が計画した項目は承認できません。"), _("ほかの承認者へ依頼してください。"))
    return YES


def can_change(user: Any, licence: Licence, verb: str) -> Decision:
    """Whether this trainer may use ``verb`` on the licence in its state; nobody decides about their own."""
    if not (teaches := can_teach(user)):
        return teaches
    if licence.person_id == user.pk:
        return no(_("自分の認定証は扱えません。"), _("ほかの担当者へ依頼してください。"))
    if LICENCE.allows(verb, licence.state):
        return YES
    return no(
        _("「%(state)s」の認定証では、この操作はできません。") % {"state": LicenceState(licence.state).label},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


def can_renew(user: Any, licence: Licence, on: dt.date) -> Decision:
    """Whether a card can be renewed without the course, by the rule of the day."""
    from kosetsu.services.instruments.rules import renewable_from

    if not (teaches := can_teach(user)):
        return teaches
    if licence.person_id == user.pk:
        return no(_("自分の認定証は扱えません。"), _("ほかの担当者へ依頼してください。"))
    rule = LicenceRule.of([licence.offering_id], on).get(licence.offering_id)
    if licence.state != LicenceState.LICENSED or licence.valid_until is None or rule is None:
        return no(_("有効な認定証だけを更新できます。"))
    if Licence.objects.filter(renews=licence).exists():
        return no(_("この認定証は、すでに更新されています。"))
    if rule.renewal_months is None or on > licence.valid_until:
        return no(_("講習を受けずに更新することはできません。"), next_course(rule, on))
    first = renewable_from(licence.valid_until, rule.renewal_months)
    if on < first:
        return no(_("更新できるのは%(day)sからです。") % {"day": _written(first)})
    return YES


def next_course(rule: LicenceRule, today: dt.date) -> str:
    """The next step of a refusal: the course that is missing, and its next date."""
    found = CourseDate.coming([rule.course_id], today).first()
    if found is None:
        return _("「%(course)s」を受講してください。次の日程は、窓口へお問い合わせください。") % {
            "course": rule.course.name
        }
    return _("「%(course)s」を受講してください。次の日程：%(day)s") % {
        "course": rule.course.name,
        "day": _written(found.starts_on),
    }


def has_licence(draft: Draft, at: dt.datetime) -> Decision:
    """Gate: everyone who operates has a licence that is good when the booking ends, or a guide is booked along."""
    offerings = _offerings(draft.resources)
    if not offerings or draft.upkeep or any(one.kind == ResourceKind.PERSON for one in draft.resources):
        return YES
    people, on = _people(draft, operators=True), last_day_of(draft)
    for rule, holders in LicenceRule.with_holders([one.pk for one in offerings], on, people):
        if not (known := _known(draft)):
            return known
        if missing := next((one for one in people if one.pk not in holders), None):
            return _unlicensed(rule, missing, on, _today(draft, at))
    return YES


def is_cleared(draft: Draft, at: dt.datetime) -> Decision:
    """Gate: everyone present has an export-control declaration that lets the instrument's technology be passed on."""
    offerings = _offerings(draft.resources)
    if not offerings or draft.upkeep:
        return YES
    if not (known := _known(draft)):
        return known
    fields = sorted({one.field.name_ja for one in offerings})
    for person in _people(draft, operators=False):
        for technology in fields:
            answer = export_clearance(person, technology, last_day_of(draft))
            if not answer:
                return _not_cleared(person, answer, draft.by)
    return YES


def works(draft: Draft, at: dt.datetime) -> Decision:
    """Gate: no use begins at an instrument that somebody reported unusable."""
    if draft.verb != "start" or draft.upkeep:
        return YES
    broken = Fault.objects.open().filter(resource__in=draft.resources, unusable=True).select_related("resource").first()
    if broken is None:
        return YES
    return no(
        _("「%(name)s」は故障のため使えません：%(text)s") % {"name": broken.resource.name, "text": broken.text},
        _("担当者へ連絡してください。"),
    )


GATES: list[Gate] = [works, has_licence, is_cleared]


def last_day_of(draft: Draft) -> dt.date:
    """The day on which the booking's last minute lies, where the instrument stands."""
    return day_of(draft.span.ends - dt.timedelta(microseconds=1), draft.resources[0].branch.timezone)


def _today(draft: Draft, at: dt.datetime) -> dt.date:
    return day_of(at, draft.resources[0].branch.timezone)


def _offerings(resources: Sequence[Resource]) -> list[Offering]:
    return [one.offering for one in resources if one.offering and one.kind == ResourceKind.INSTRUMENT]


def _known(draft: Draft) -> Decision:
    """The counter books for a caller without naming who comes; before the use begins, it must be known."""
    if draft.person is not None or draft.verb != "start":
        return YES
    return no(
        _("利用する人が登録されていません。"), _("利用者登録をして予約を引き継ぐか、操作指導の職員と予約してください。")
    )


def _people(draft: Draft, *, operators: bool) -> list[Person]:
    """Whose licence or declaration is asked: the booking's person, and who was named to come along."""
    found = [draft.person] if draft.person else []
    if draft.booking and draft.booking.pk:
        named = Companion.objects.filter(booking=draft.booking).select_related("person").order_by("pk")
        found += [one.person for one in (named.filter(operates=True) if operators else named)]
    return [one for one in dict.fromkeys(found) if not standing(one).is_staff]


def _unlicensed(rule: LicenceRule, missing: Person, on: dt.date, today: dt.date) -> Decision:
    values = {"name": missing, "offering": rule.offering.name, "level": rule.level, "day": _written(on)}
    return no(_why(missing, rule, on) % values, next_course(rule, today))


def _why(person: Person, rule: LicenceRule, on: dt.date) -> str:
    cards = Licence.objects.filter(person=person, offering=rule.offering)
    if cards.filter(state=LicenceState.SUSPENDED, valid_from__lte=on, valid_until__gte=on).exists():
        return _("%(name)sさんの「%(offering)s」の認定証は、停止されています。")
    if cards.filter(state=LicenceState.LICENSED).exists():
        return _("%(name)sさんの「%(offering)s」の認定証は、利用の終わる%(day)sには有効ではありません。")
    return _("「%(offering)s」の利用には、研修レベル%(level)sの認定証が必要です（%(name)sさん）。")


def _not_cleared(person: Person, answer: Decision, by: Person | None) -> Decision:
    """What a declaration says is its owner's own matter: a colleague only hears that it is not finished."""
    if person == by:
        return answer
    if standing(by).is_staff:
        return no(f"{person}：{answer.reason}", answer.next_step)
    return no(
        _("%(name)sさんの輸出管理の手続きが済んでいません。") % {"name": person},
        _("本人が、マイページの「輸出管理の申告」で確かめてください。"),
    )


def _written(day: dt.date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""


def can_name(user: Any, booking: Booking) -> Decision:
    """Name who comes along: whoever may see the booking, while it is to come."""
    if not Booking.objects.visible_to(user).filter(pk=booking.pk).exists():
        return HIDDEN
    if standing(user).is_staff and not keeps(user):
        return no(_("予約の変更は、窓口と研究部門の担当者が行います。"))
    return YES
