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

    def of_the_demo(self) -> "models.QuerySet[Person]":
        """The people of the demo's sign-in page."""
        return self.filter(is_active=True).exclude(demo_role="").order_by("pk")


class Person(PublicRecord, AbstractBaseUser, PermissionsMixin):
    """One row for every person, with a login (an e-mail address and a password or passkey) or without one."""

    email = models.EmailField(_("メールアドレス"), unique=True, null=True, blank=True)
    name = models.CharField(_("氏名"), max_length=100, blank=True)
    name_kana = models.CharField(_("氏名カナ"), max_length=100, blank=True)
    telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    language = models.CharField(_("言語"), max_length=5, default="ja")
    is_active = models.BooleanField(_("有効"), default=True)
    is_staff = models.BooleanField(_("管理画面を開ける"), default=False)
    demo_role = models.CharField(_("デモでの役割"), max_length=60, blank=True)
    """What this person plays in the demo; only such people stand on the demo's sign-in page."""
    joined_at = models.DateTimeField(_("登録日時"), auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")

    def __str__(self) -> str:
        return self.name or self.email or str(self.public_id)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Questions over saved filters."""

    def visible_to(self, user: Any) -> "SavedFilterQuerySet":
        """One's own; nobody else's, whatever the post."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class SavedFilter(PublicRecord):
    """One row for every filter of a list that a person keeps under a name."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=200)
    """The list's path."""
    name = models.CharField(_("名前"), max_length=40)
    query = models.CharField(max_length=1000)
    """The list's own reading of its address (``ListPage.understood``)."""
    saved_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="one_saved_filter_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list, narrowed again."""
        return f"{self.page}?{self.query}"


class ProvenIdentity(models.Model):
    """One row for every identity that a person proved at an outside provider, as it was said at the last sign-in."""

    class Kind(models.TextChoices):
        """GビズID's kinds of account; only a prime is identity-proofed."""

        PRIME = "prime", _("プライム")
        MEMBER = "member", _("メンバー")
        ENTRY = "entry", _("エントリー")
        OTHER = "other", _("その他")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proven_identities")
    provider = models.CharField(max_length=60)
    subject = models.CharField(max_length=191)
    kind = models.CharField(max_length=10, choices=Kind)
    corporate_number = models.CharField(max_length=13, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    proven_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="one_row_per_identity")]

    @property
    def verifies_company(self) -> bool:
        """Whether this identity is proof that its person represents the company with this number."""
        return self.kind == self.Kind.PRIME and bool(self.corporate_number)
