"""The editor's verbs: begin a draft, save it, publish it, throw it away; withdraw an edition."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.programmes.actions.editions import record_description, written
from kosetsu.services.programmes.documents.drafts import written_out
from kosetsu.services.programmes.documents.looking import looked_at, worked_cases
from kosetsu.services.programmes.models import DescriptionEdition, Draft, EditionCases
from kosetsu.services.programmes.permissions import can_edit_descriptions

LONGEST = 100_000


@transaction.atomic
def start_draft(*, by: Person, at: dt.datetime, edition: DescriptionEdition) -> Draft:
    """A draft with the edition's text; the one that is being written, where there is one."""
    require(can_edit_descriptions(by))
    draft, new = Draft.objects.get_or_create(
        code=edition.code, fiscal_year=edition.fiscal_year, round=edition.round,
        defaults={"text": written_out(edition.body), "cases": worked_cases(edition), "by": by, "changed_at": at},
    )  # fmt: skip
    if new:
        audit.record(by=by, at=at, verb="start_draft", thing=draft, after={"edition": str(edition)})
    return draft


@transaction.atomic
def new_draft(*, by: Person, at: dt.datetime, code: str, fiscal_year: int, text: str, round: str = "") -> Draft:
    """A draft of a programme nobody has described yet."""
    require(can_edit_descriptions(by))
    lock_keys(f"programmes:{code}")
    known = {"code": code, "fiscal_year": fiscal_year, "round": round}
    there = Draft.objects.filter(**known).exists() or DescriptionEdition.objects.filter(**known).exists()
    require(
        no(_("「%(code)s」のこの年度・回は、すでにあります。") % {"code": code}, _("一覧から選んで編集してください。"))
        if there else YES
    )  # fmt: skip
    draft = Draft.objects.create(**known, text=text[:LONGEST], by=by, changed_at=at)
    audit.record(by=by, at=at, verb="start_draft", thing=draft, after={"edition": str(draft)})
    return draft


@transaction.atomic
def save_draft(*, by: Person, at: dt.datetime, draft: Draft, text: str, cases: str, seen: str = "") -> Draft:
    """Keep what was typed, right or wrong; ``seen`` is the state it was typed over."""
    found = _locked(draft)
    require(can_edit_descriptions(by))
    require(_unchanged(found, seen))
    found.text, found.cases, found.by, found.changed_at = text[:LONGEST], cases[:LONGEST], by, at
    found.save()
    audit.record(by=by, at=at, verb="save_draft", thing=found, after={"length": len(found.text)})
    return found


@transaction.atomic
def publish_draft(*, by: Person, at: dt.datetime, draft: Draft, reason: str) -> DescriptionEdition:
    """The draft becomes the next edition; refused with errors, red cases, or without a difference."""
    found = _locked(draft)
    require(can_edit_descriptions(by))
    why = _reason(reason)
    looked = looked_at(found, at)
    require(YES if looked.ready else no(_("誤り、または一致しない確認用の例があるため、公開できません。"),
                                        _("下書きを直してください。")))  # fmt: skip
    assert looked.description is not None
    last = DescriptionEdition.objects.of_round(found).last()
    same = last is not None and not last.withdrawn and last.digest == written(looked.description)[1]
    require(no(_("いまの版との違いがありません。")) if same else YES)
    edition = record_description(looked.description, at=at, by=by, reason=why)
    assert edition is not None
    if found.cases.strip():
        EditionCases.objects.create(edition=edition, text=found.cases)
    found.delete()
    audit.record(by=by, at=at, verb="publish_draft", thing=edition, reason=why, after={"digest": edition.digest})
    return edition


@transaction.atomic
def discard_draft(*, by: Person, at: dt.datetime, draft: Draft) -> None:
    """Throw it away; editions stay."""
    found = _locked(draft)
    require(can_edit_descriptions(by))
    audit.record(by=by, at=at, verb="discard_draft", thing=found, before={"edition": str(found)})
    found.delete()


@transaction.atomic
def withdraw_edition(*, by: Person, at: dt.datetime, edition: DescriptionEdition, reason: str) -> DescriptionEdition:
    """From now on the programme is not known to hold; what was answered before stays answered as it was."""
    require(can_edit_descriptions(by))
    lock_keys(f"programmes:{edition.code}")
    why = _reason(reason)
    last = DescriptionEdition.objects.of_round(edition).latest("number")
    require(no(_("この施策は、すでに取り下げられています。")) if last.withdrawn else YES)
    made = DescriptionEdition.objects.create(
        code=last.code, fiscal_year=last.fiscal_year, round=last.round, number=last.number + 1,
        valid_from=last.valid_from, valid_to=last.valid_to, body=last.body, digest=last.digest, recorded_at=at,
        by=by, reason=why, withdrawn=True,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="withdraw_edition", thing=made, reason=why, before={"number": last.number})
    return made


def _locked(draft: Draft) -> Draft:
    lock_keys(f"programmes:{draft.code}")
    found = Draft.objects.filter(pk=draft.pk).first()
    require(YES if found else no(_("この下書きは、もうありません。"), _("一覧を開き直してください。")))
    return found  # type: ignore[return-value]


def _unchanged(draft: Draft, seen: str) -> Decision:
    if not seen or seen == draft.changed_at.isoformat():
        return YES
    return no(
        _("この下書きは、ほかの人が先に保存しました。"),
        _("入力した内容を控え、画面を開き直してください。"),
    )


def _reason(text: str) -> str:
    return need_reason(text)[:300]
