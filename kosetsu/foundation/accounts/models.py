"""People: everyone the institute deals with, whether or not they ever sign in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is lower-cased so that one person has one sign-in."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.lower() if email else None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(PublicRecord, AbstractBaseUser, PermissionsMixin):
    """One row for every person, with a login (an e-mail address and a password or passkey) or without one."""

    email = models.EmailField(_("メールアドレス"), unique=True, null=True, blank=True)
    name = models.CharField(_("氏名"), max_length=100, blank=True)
    name_kana = models.CharField(_("氏名カナ"), max_length=100, blank=True)
    telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    language = models.CharField(_("言語"), max_length=5, default="ja")
    is_active = models.BooleanField(_("有効"), default=True)
    is_staff = models.BooleanField(_("管理画面を開ける"), default=False)
    joined_at = models.DateTimeField(_("登録日時"), auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")

    def __str__(self) -> str:
        return self.name or self.email or str(self.public_id)
