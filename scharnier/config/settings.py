# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""All settings, in one file, from the environment. Documented in docs/operations.md."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from scharnier.config import boundaries, logs, occupations, travel_times
from scharnier.config import environment as env
from scharnier.knowledge.districts import use_imported
from scharnier.knowledge.matching import travel
from scharnier.knowledge.occupations import use_official

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()
use_official(occupations.kept_at(HOME))
use_imported(boundaries.kept_at(HOME))
travel.use(travel_times.kept_at(HOME))
DEMO = env.flag("SCHARNIER_DEMO")
DEBUG = env.flag("SCHARNIER_DEBUG")
TESTING = env.flag("SCHARNIER_TESTING")
AS_OWNER = env.flag("SCHARNIER_AS_OWNER")
BASE_URL = os.environ.get("SCHARNIER_URL", "http://localhost:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")


def _secret() -> str:
    """The key from the environment or from the file that the first start writes."""
    if key := os.environ.get("SCHARNIER_SECRET_KEY"):
        return key
    path = HOME / "secret.key"
    if path.exists():
        return path.read_text().strip()
    return "only-until-the-first-start-has-written-a-key"


def _count_secret() -> bytes:
    """What the keys are derived from under which a person counts once in a consortium.

    It comes from `audience.key`, which is in every backup and never replaced: under another one everybody would count
    a second time.
    """
    path = HOME / "audience.key"
    kept = path.read_text().strip() if path.exists() else SECRET_KEY
    return hmac.digest(kept.encode(), b"scharnier count", hashlib.sha256)


SECRET_KEY = _secret()
COUNT_SECRET = _count_secret()
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "localhost",
    *(host.strip() for host in os.environ.get("SCHARNIER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

INSTALLED_APPS = [
    # Ours first: our templates and words win over those of the libraries.
    "scharnier.foundation",
    "scharnier.network",
    "scharnier.people",
    "scharnier.directory",
    "scharnier.casework",
    "scharnier.work",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "scharnier.config.metrics.MetricsMiddleware",
    "scharnier.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "scharnier.foundation.requestlog.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scharnier.foundation.middleware.PrincipalMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "scharnier.network.middleware.DeskMiddleware",
    "scharnier.people.merging.middleware.FollowMerges",
]

ROOT_URLCONF = "scharnier.config.urls"
WSGI_APPLICATION = "scharnier.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scharnier.foundation.ui.context.ui",
            ],
            "builtins": ["scharnier.foundation.templatetags.kit"],
            "libraries": {"i18n": "scharnier.foundation.ui.words"},
        },
    }
]
FORM_RENDERER = "scharnier.foundation.ui.forms.KitRenderer"


def _database(alias_purpose: str) -> dict[str, Any]:
    target = env.database(owner=AS_OWNER)
    options: dict[str, Any] = dict(target.options)
    options["application_name"] = f"scharnier-{alias_purpose}"
    if AS_OWNER:
        # A migration that can't get its lock soon gives up instead of holding up everybody behind it.
        options["options"] = "-c lock_timeout=10s"
    if alias_purpose == "web" and not AS_OWNER and not TESTING:
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("SCHARNIER_POOL", "8")), "timeout": 10}
    return {
        "ENGINE": "scharnier.foundation.db",
        "NAME": target.name,
        "USER": target.user,
        "PASSWORD": target.password,
        "HOST": target.host,
        "PORT": target.port,
        "OPTIONS": options,
    }


# `aside` is the same database on a connection of its own: what is written there (rate limits) stays when the request
# rolls back.
DATABASES = {"default": _database("web"), "aside": {**_database("aside"), "TEST": {"MIRROR": "default"}}}
DATABASE_ROUTERS = ["scharnier.foundation.db.router.AsideRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "KEY_FUNCTION": "scharnier.foundation.db.router.hashed_key",
    }
}

AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if DEMO:
    # Whatever password is set in demo mode, a server in any other mode can't read it.
    PASSWORD_HASHERS.insert(0, "scharnier.config.demo.hashing.DemoPasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"scharnier.network.signin.passwords.{name}"} for name in ("LongEnough", "NotCommon", "NotOwnName")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "scharnier.network.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "scharnier.network.signin.adapters.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an invitation verifies the address it was sent to
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "login": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "scharnier.network.signin.forms.LoginForm",
    "reset_password": "scharnier.network.signin.forms.ResetForm",
    "reset_password_from_key": "scharnier.network.signin.forms.NewPasswordForm",
    "change_password": "scharnier.network.signin.forms.ChangePasswordForm",
    "reauthenticate": "scharnier.network.signin.forms.ReauthenticateForm",
}
MFA_ADAPTER = "scharnier.network.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Scharnier"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS and BASE_URL.split("://")[-1].split(":")[0] == "localhost"
MFA_FORMS = {
    "authenticate": "scharnier.network.signin.forms.CodeForm",
    "reauthenticate": "scharnier.network.signin.forms.ReauthenticateCodeForm",
    "activate_totp": "scharnier.network.signin.forms.ActivateAppForm",
    "add_webauthn": "scharnier.network.signin.forms.AddPasskeyForm",
    "edit_webauthn": "scharnier.network.signin.forms.RenamePasskeyForm",
}
# In demo mode everybody knows the passwords; elsewhere staff sign in with a second factor.
SECOND_FACTOR_REQUIRED = not DEMO
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SCHARNIER_PROXIES", "1" if HTTPS else "0"))
SMTP_URL = os.environ.get("SCHARNIER_SMTP_URL", "")
MAIL_FROM = os.environ.get("SCHARNIER_MAIL_FROM", "Scharnier <scharnier@localhost>")
METRICS_TOKEN = os.environ.get("SCHARNIER_METRICS_TOKEN", "")
SESSION_ENGINE = "scharnier.foundation.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "scharnier_language"
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["scharnier.foundation.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG or TESTING:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_LIMIT = int(os.environ.get("SCHARNIER_UPLOAD_MB", "25")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["scharnier.foundation.uploads.KeepInMemory"]

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.configuration("DEBUG" if DEBUG else "INFO")
