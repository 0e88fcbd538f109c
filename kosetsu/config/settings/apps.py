"""The list of apps, lowest floor first: the one line that a new service adds is here."""

INSTALLED_APPS = [
    "kosetsu.common",
    # foundation
    "kosetsu.foundation.accounts",
    "kosetsu.foundation.governance",
    "kosetsu.foundation.parties",
    "kosetsu.foundation.search",
    "kosetsu.foundation.catalogue",
    "kosetsu.foundation.casebook",
    "kosetsu.foundation.billing",
    "kosetsu.foundation.devices",
    "kosetsu.foundation.bookings",
    "kosetsu.foundation.gatherings",
    "kosetsu.foundation.reviews",
    "kosetsu.foundation.calls",
    # services
    "kosetsu.services.consultations",
    "kosetsu.services.testing",
    "kosetsu.services.alliances",
    "kosetsu.services.programmes",
    "kosetsu.services.labs",
    "kosetsu.services.overseas",
    "kosetsu.services.instruments",
    "kosetsu.services.treasury",
    "kosetsu.services.training",
    "kosetsu.services.circles",
    "kosetsu.services.exhibitions",
    # across
    "kosetsu.across.matching",
    "kosetsu.across.navigator",
    "kosetsu.across.handover",
    "kosetsu.across.reporting",
    # entrances
    "kosetsu.entrances.portal",
    "kosetsu.entrances.desk",
    "kosetsu.entrances.partners",
    "kosetsu.entrances.api",
    "kosetsu.entrances.backoffice",
    # libraries
    "kosetsu.entrances.backoffice.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kosetsu.common.clock.ClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kosetsu.foundation.accounts.idle.IdleMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kosetsu.foundation.accounts.second_factor.SecondFactorMiddleware",
    "kosetsu.foundation.accounts.outages.ProviderOutageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kosetsu.common.uploads.UploadLimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kosetsu.foundation.parties.context.surroundings",
            ],
        },
    }
]
