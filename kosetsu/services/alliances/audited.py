"""What the audit log says of the coordinators' programmes in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "appoint_coordinator": _("コーディネーターの任命"),
        "end_coordinator": _("コーディネーターの任期の終了"),
        "add_opportunity": _("ニーズ・シーズの登録"),
        "change_opportunity": _("ニーズ・シーズの変更"),
        "take_up": _("ニーズ・シーズの展開"),
        "shelve": _("ニーズ・シーズの見送り"),
        "finish_opportunity": _("ニーズ・シーズの完了"),
        "share_opportunity": _("ニーズ・シーズの共有"),
        "revoke_sharing": _("ニーズ・シーズの共有の取り消し"),
        "add_candidate": _("候補企業の登録"),
        "tell_company": _("企業への紹介"),
        "say_interested": _("企業からの関心ありの返事"),
        "decline": _("企業の辞退"),
        "agree_secrecy": _("秘密保持の合意と詳細の開示"),
        "match": _("マッチングの成立"),
        "take_back_match": _("マッチングの成立の取り消し"),
        "end_pairing": _("マッチングの支援の終了"),
        "drop_pairing": _("マッチングの取り下げ"),
        "record_contact": _("接触・面談の記録"),
        "take_back_contact": _("接触・面談の記録の取り消し"),
        "record_support": _("製品化支援の記録"),
        "take_back_support": _("製品化支援の記録の取り消し"),
        "call_meeting": _("会議の招集"),
        "hold_meeting": _("会議の開催"),
        "call_off_meeting": _("会議の中止"),
    },
)
