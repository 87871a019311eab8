"""All settings. The environment is the only configuration; README lists the variables."""

import os
import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dss import embedded_pg
from dss.logs import logging_config
from dss.secret_files import read_secret_files
from dss.storage.configuration import signed_url_seconds, storage_of

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"

read_secret_files(os.environ)
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
TESTING = "PYTEST_VERSION" in os.environ
DEVELOPMENT = DEBUG or TESTING
BENCH = env.bool("BENCH", default=False)  # adds the floor that `make bench` compares with


def _secret_key() -> str:
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    if DEVELOPMENT:
        return "development-only-key-that-protects-nothing-and-is-refused-in-production"
    raise ImproperlyConfigured("SECRET_KEY を環境変数に設定してください。")


def _database(variable: str) -> dict[str, Any]:
    if env.str(variable, default=""):
        config: dict[str, Any] = env.db_url(variable)
        config["ENGINE"] = "django.db.backends.postgresql"
        return config
    if not DEVELOPMENT:
        raise ImproperlyConfigured(
            "DATABASE_URL がありません。組み込みの PostgreSQL は開発とテストだけのものです (DEBUG=on)。"
        )
    return embedded_pg.start(DATA_DIR / "postgres")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # links in old mails outlive a change of the key
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEVELOPMENT else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEVELOPMENT else "")
ROOT_URLCONF = "dss.urls"
WSGI_APPLICATION = "dss.wsgi.application"

INSTALLED_APPS = [
    "dss",
    "accounts",
    "catalog",
    "documents",
    "forums",
    "procurement",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "whitenoise.runserver_nostatic",
    "dss.operator_app.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "dss.middleware.RequestIdMiddleware",
    "dss.metrics.middleware.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "catalog.middleware.ViewCountMiddleware",  # outside of any page cache
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forums.middleware.UnsentTextMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PersonaMiddleware",
    "accounts.middleware.ConsentMiddleware",
    "dss.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Seconds for which a process remembers which announcements are out; None: it shows none.
ANNOUNCEMENT_SECONDS = None if TESTING else 1.0
VIEWS_WRITTEN_EVERY = None if TESTING else 10.0  # seconds between two writes of a process; None: only when told

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms comes first

# --- Database -------------------------------------------------------------------------------------------------------


def _database_variable() -> str:
    """Workers listen, migrations lock, backups share a snapshot: a PgBouncer in transaction mode breaks it."""
    needs_session = sys.argv[1:2] in (["migrate"], ["run_worker"], ["backup"], ["restore"])
    return "DATABASE_DIRECT_URL" if needs_session and env.str("DATABASE_DIRECT_URL", default="") else "DATABASE_URL"


DATABASES: dict[str, dict[str, Any]] = {"default": _database(_database_variable())}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # a PgBouncer in transaction mode cannot keep them
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["TEST"] = {"TEMPLATE": "template0"}
if TESTING:  # what a test commits need not outlive a power cut
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
if env.bool("DATABASE_POOL", default=not DEVELOPMENT):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", default=4),
        "timeout": 5,
    }

if env.str("DATABASE_REPLICA_URL", default="") and not TESTING:
    # A streaming replica that answers what is only read, never older than `dss.routing` says.
    DATABASES["replica"] = _database("DATABASE_REPLICA_URL")
    DATABASES["replica"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["replica"]["OPTIONS"] = {
        "connect_timeout": 2,  # where it does not answer, the primary does
        **DATABASES["replica"].get("OPTIONS", {}),
        **({"pool": {**pool, "timeout": 2}} if (pool := DATABASES["default"]["OPTIONS"].get("pool")) else {}),
    }
    DATABASE_ROUTERS = ["dss.routing.ReplicaRouter"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"), "dss.routing.ReplicaMiddleware"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PG_BIN = env.str("PG_BIN", default="")  # where pg_dump and pg_restore lie, when not in one of the usual places

# Whole pages of the catalogue for readers without a session, in the memory of each process; 0 keeps none.
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=0 if TESTING else 64)

# --- Cache and sessions ---------------------------------------------------------------------------------------------

CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://cache_entries" if not TESTING else "locmemcache://"),
    # For what is remembered by a number that changes with it: each process may find it out by itself.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
SESSION_ENGINE = "dss.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "dss_session"
SESSION_COOKIE_SECURE = not DEVELOPMENT
CSRF_FAILURE_VIEW = "dss.views.csrf_failure"
CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_SAMESITE = "Lax"

# --- Security -------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEVELOPMENT)
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SessionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 60 * 60  # the code lives 60 minutes, so must the log-in that waits for it
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.allauth.AddressAddForm",
    "login": "accounts.forms.allauth.PersonLoginForm",
    "reset_password": "accounts.forms.allauth.PasswordResetForm",
}
MFA_FORMS = {
    "add_webauthn": "accounts.forms.allauth.PasskeyAddForm",
    "edit_webauthn": "accounts.forms.allauth.PasskeyEditForm",
}
# A whole municipality stands behind one LGWAN gateway: limits per address are wide, limits per account are narrow.
ACCOUNT_RATE_LIMITS = {
    "signup": "600/m/ip",
    "login": "900/m/ip",
    "login_failed": "300/m/ip,10/5m/key",
    "reset_password": "300/m/ip,5/m/key",
    "reset_password_from_key": "300/m/ip",
    "confirm_email": "1/10s/key,10/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT  # http://localhost, where passkeys can be tried
MFA_TOTP_ISSUER = "デジタルサービス広場"
OPERATOR_MFA = env.bool("OPERATOR_MFA", default=True) or not DEBUG

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = DEVELOPMENT  # straight from static/; production serves what collectstatic made
WHITENOISE_USE_FINDERS = DEVELOPMENT
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))  # private: no web server may hand it out
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="")  # nginx's internal location of MEDIA_ROOT
SIGNED_URL_SECONDS = signed_url_seconds(env)
STORAGES = {
    "default": storage_of(env, is_behind_nginx=bool(X_ACCEL_PREFIX)),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "dss.static_names.RememberingStaticFilesStorage"
    },
}

CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")  # unix:/path or tcp://host:port; empty: uploads are not scanned
CLAMAV_TIMEOUT = env.float("CLAMAV_TIMEOUT", default=20)

# --- Mail -----------------------------------------------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
elif DEBUG:
    EMAIL_BACKEND = "dss.dev_mail.EmailBackend"
# How people reach the operators: an address, and a line beside it (telephone, office hours). On the help's pages.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="contact@dss.example" if DEVELOPMENT else "")
CONTACT_NOTE = env.str("CONTACT_NOTE", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@dss.example")
EMAIL_TIMEOUT = 20
MAILS_AN_HOUR_OF_PERSON = env.int("MAILS_AN_HOUR_OF_PERSON", default=30)  # beyond it one mail gathers the others
MAILS_AN_HOUR_OF_KIND = env.int("MAILS_AN_HOUR_OF_KIND", default=15)
MAILS_A_DAY_OF_PERSON = env.int("MAILS_A_DAY_OF_PERSON", default=120)
MAILS_A_MINUTE = env.int("MAILS_A_MINUTE", default=0)  # of the whole site; 0: as fast as the workers are
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")  # envelope sender, bounces+<mail>@…; empty: the From address
MAIL_HOOK_SECRET = env.str("MAIL_HOOK_SECRET", default="")  # signs what is posted to /hooks/mail/bounces/
DEV_MAIL_DIR = DATA_DIR / "mail"

# --- Logs -----------------------------------------------------------------------------------------------------------

LOGGING = logging_config(as_json=not DEVELOPMENT)

# --- Numbers for Prometheus -----------------------------------------------------------------------------------------

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # who asks for /metrics shows it; without one nothing is counted

# --- Background jobs ------------------------------------------------------------------------------------------------

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# New inquiries of one person and of one municipality in a day (Tokyo): vendors can trust that each one is meant.
INQUIRIES_A_DAY_OF_PERSON = env.int("INQUIRIES_A_DAY_OF_PERSON", default=20)
INQUIRIES_A_DAY_OF_BODY = env.int("INQUIRIES_A_DAY_OF_BODY", default=50)
