"""Django settings, read from the environment.

YIWANG_DATABASE    DSN of PostgreSQL with the app's role; without it no page may ask the database, and
                   nobody signs in but the demo's personas
YIWANG_DATA        folder of this server's own files (the cookie key); the user's state folder by default
YIWANG_SECRET_KEY  the key that signs cookies, instead of the file
YIWANG_ORIGIN      the address people type; https:// switches on secure cookies, HSTS, and trust in the
                   proxy's X-Forwarded-Proto (the proxy must set it itself)
YIWANG_HOSTS       more host names to answer to, comma-separated
YIWANG_PROXIES     how many proxies of yours stand before this server and add X-Forwarded-For; 1 when
                   YIWANG_ORIGIN is https, else 0. Sign-in counts failed tries by address
YIWANG_IDENTITY    the file that names a city's identity providers (docs/sign-in.md)
YIWANG_PDF_FONT    family that papers are set in as PDF, when not the first one found (docs/results.md)
YIWANG_PDF_FONTS   folder of fonts to look in beside the system's
YIWANG_PDF_SIGNER  `package.module:function`: the city's own signing module, not the self-made certificate
YIWANG_SMTP        the mail server, with YIWANG_SMTP_FROM, _USER and _PASSWORD (docs/told.md)
YIWANG_SMS         `package.module:function`: the city's adapter for SMS
YIWANG_SMS_REPORT_SECRET  signs what an SMS gateway reports later; without it no report is taken
YIWANG_TELEPHONE   `package.module:function`: the city's telephone exchange (docs/reports.md)
YIWANG_WEBHOOK_PRIVATE  private nets that webhooks may reach, comma-separated
YIWANG_TILES       a tile server's address, with YIWANG_TILES_CREDIT (docs/picture.md); none by default
YIWANG_LIVE        where the process of live changes listens; `yiwang serve` sets it
YIWANG_DEMO        1: anybody may sign in as a persona of the pack
YIWANG_DEBUG       1: Django's debug pages, for builders only
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF

from yiwang.web import environment

BASE = Path(__file__).resolve().parent
DATA = environment.data_folder(os.environ)

DEBUG = environment.flag(os.environ, "YIWANG_DEBUG")
YIWANG_DEMO = environment.flag(os.environ, "YIWANG_DEMO")
SECRET_KEY = environment.secret_key(os.environ, DATA)
ALLOWED_HOSTS = environment.allowed_hosts(os.environ)
ORIGIN = environment.origin(os.environ)
YIWANG_IDENTITY = os.environ.get("YIWANG_IDENTITY", "")
HTTPS = ORIGIN is not None and ORIGIN[0] == "https"
PROXIES = environment.proxies(os.environ, HTTPS)
DATABASES = environment.databases(os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A net takes part as soon as its slice of the tree exists; the order is the order of the menu.
NETS = (
    "services",
    "operations",
    "sharing",
    "security",
    "voice",
    "duties",
    "plans",
    "rules",
    "people",
    "mine",
    "rating",
    "booking",
    "fees",
    "messages",
    "offers",
    "upward",
    "alerts",
    "picture",
    "reports",
    "incidents",
    "stewards",
    "opening",
)
YIWANG_NETS = tuple(net for net in NETS if find_spec(f"yiwang.nets.{net}") is not None)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "yiwang.web.apps.WebConfig",
    *(f"yiwang.nets.{net}" for net in YIWANG_NETS if find_spec(f"yiwang.nets.{net}.apps") is not None),
]
if find_spec("yiwang.store.apps") is not None:
    INSTALLED_APPS += ["yiwang.store", "yiwang.people", "yiwang.granted", "yiwang.ingest", "yiwang.gateway"]

# Pages and files go out compressed: a resident's first visit is at most 25 KB. What proves that a form is
# ours is masked anew on each page, so that the length of a page tells nothing about it.
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "yiwang.web.middleware.OwnHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yiwang.web.middleware.Preferences",
    "yiwang.web.middleware.CityOfTheRequest",
    "yiwang.web.addressed.SoundAddresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yiwang.web.middleware.ActorOfTheRequest",
    "yiwang.web.middleware.ErrorsInWords",
]
ROOT_URLCONF = "yiwang.web.urls"
WSGI_APPLICATION = "yiwang.web.wsgi.application"
APPEND_SLASH = False
CSRF_FAILURE_VIEW = "yiwang.web.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "yiwang.web.context.page",
                *(["yiwang.nets.people.alarm.page"] if "people" in YIWANG_NETS else []),
            ],
            "builtins": ["yiwang.web.templatetags.yw", "django.templatetags.static"],
        },
    }
]

# Texts are our own (yiwang.web.words); Django's catalogue would need compiled files.
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "yiwang.web.assets.StampedStorage"},
}
# Files are served from where they are installed; each address carries the file's own hash.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000

# Sessions hold no personal data: the login, how and when it was proven, the demo's persona. In the
# database a session ends everywhere at once; without one only the demo's personas have sessions.
SESSION_ENGINE = (
    "yiwang.web.session_store" if DATABASES else "django.contrib.sessions.backends.signed_cookies"
)
SESSION_COOKIE_NAME = "yw"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "yw-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Memory-hard, and on our machines half the time of Django's first choice; older hashes still work.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username",)}),
    )
]
# Of allauth only the second factors are used; its own pages are not mounted (docs/adr/0007).
MFA_ADAPTER = "yiwang.web.account.adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 12

# A form may bring files of 10 MB each; the renderer refuses larger ones with a sentence.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FILES = 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [os.environ["YIWANG_ORIGIN"].rstrip("/")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "yiwang.web.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "yiwang": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
