"""Enumerations of organisations, people's roles and branches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("会社")
    SOLE_TRADER = "sole_trader", _("個人事業主")
    COOPERATIVE = "cooperative", _("組合")
    PREFECTURE = "prefecture", _("都道府県")
    WARD = "ward", _("特別区")
    CITY = "city", _("市町村")
    STATE_BODY = "state_body", _("国の機関")
    BANK = "bank", _("金融機関")
    CHAMBER = "commerce_chamber", _("商工会議所・商工会")
    UNIVERSITY = "university", _("大学")
    KOSEN = "kosen", _("高等専門学校")
    HIGH_SCHOOL = "high_school", _("高等学校")
    RESEARCH_INSTITUTE = "research_institute", _("研究機関")
    SISTER_INSTITUTE = "sister_institute", _("公設試験研究機関")
    SUPPORT_FOUNDATION = "support_foundation", _("支援機関")
    ASSOCIATION = "industry_association", _("業界団体")
    OVERSEAS = "overseas", _("海外機関")
    HOSPITAL = "hospital", _("医療機関")
    OTHER = "other", _("その他")


CLIENT_KINDS = (OrganisationKind.COMPANY, OrganisationKind.SOLE_TRADER)
"""The kinds that come as clients; every other kind can be a partner."""


class Evidence(models.TextChoices):
    """What staff have seen of a body that has no corporate number, most often a sole trader."""

    OPENING_NOTICE = "opening_notice", _("開業届の控え")
    TAX_RETURN = "tax_return", _("確定申告書の控え")
    INVOICE_REGISTRATION = "invoice_registration", _("適格請求書発行事業者の公表情報")
    LICENCE = "licence", _("営業の許可証・登録証")
    OTHER = "other", _("その他の書類")


class MembershipRole(models.TextChoices):
    """What a person may do for an organisation outside the institute."""

    OWNER = "owner", _("代表・管理者")
    ENGINEER = "engineer", _("技術担当")
    ACCOUNTANT = "accountant", _("経理担当")
    OFFICER = "officer", _("連携担当者")


class StaffRole(models.TextChoices):
    """The posts of the institute's own people."""

    COUNTER = "counter", _("総合支援窓口")
    RESEARCHER = "researcher", _("研究員")
    GROUP_HEAD = "group_head", _("グループ長")
    BRANCH_HEAD = "branch_head", _("支所長")
    LAB_MANAGER = "lab_manager", _("ラボマネージャー")
    ACCOUNTS = "accounts", _("経理")
    TRAINING = "training", _("人材育成")
    IP = "ip", _("知財")
    REVIEW = "review", _("審査")
    PLANNING = "planning", _("経営企画")
    EXECUTIVE = "executive", _("役員")
    EXPORT_CONTROL = "export_control", _("輸出管理")
    PARTNERSHIPS = "partnerships", _("連携推進")
    ADMINISTRATOR = "administrator", _("システム管理")


class BranchState(models.TextChoices):
    PLANNED = "planned", _("設置予定")
    OPEN = "open", _("開所")
    CLOSED_FOR_WORKS = "closed_for_works", _("施設改修のため休館")
    MERGED = "merged", _("統合")
    CLOSED = "closed", _("廃止")


OPEN_BRANCH_STATES = (BranchState.OPEN, BranchState.MERGED)
"""A merged branch goes on under its new roof."""


class AreaKind(models.TextChoices):
    WARD = "ward", _("区")
    CITY = "city", _("市")
    TOWN = "town", _("町")
    VILLAGE = "village", _("村")
    PREFECTURE = "prefecture", _("都道府県")
    COUNTRY = "country", _("国")


class SizeClass(models.TextChoices):
    """Size under the Small and Medium-sized Enterprise Basic Act, article 2."""

    SMALL = "small", _("小規模企業者")
    MEDIUM = "sme", _("中小企業者")
    LARGE = "large", _("中小企業者以外")
    UNKNOWN = "unknown", _("未確認")
