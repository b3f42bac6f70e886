"""Settings of ReformTrack, in Django's order; a comment gives the reason for each departure from a default.

Secrets and addresses come from the environment only (`.env.example` lists every name); what is missing stops the
start and says what to do.
"""

import hashlib
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# Core

DEBUG = env.bool("DJANGO_DEBUG", False)
try:
    SECRET_KEY = env.str("DJANGO_SECRET_KEY")
except EnvError as missing:
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY is not set. `make run` writes one into .env; on a server, set it in the environment "
        "(.env.example lists every setting)."
    ) from missing
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
# Where the site is served over HTTPS the guards that need it are on; a trial run on one's own machine turns them off.
HTTPS = env.bool("DJANGO_HTTPS", True)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "csp",
    "indices",
    "units",
    "records",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "records.middleware.PrivateSiteMiddleware",
]

ROOT_URLCONF = "reformtrack.urls"
WSGI_APPLICATION = "reformtrack.wsgi.application"

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
                "reformtrack.context_processors.site",
                "indices.context_processors.door",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "reformtrack.templatetags.figures"],
        },
    }
]
# Forms wear the product's look too: their templates are looked up among ours first.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# Database

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at the start of the transaction, and waits for another instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in

AUTH_USER_MODEL = "records.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Set to true, nobody sees a page without signing in (a province's own closed site).
SITE_PRIVATE = env.bool("SITE_PRIVATE", False)

# Language: Vietnamese is the language of the source and of addresses without a prefix; English lives under /en/.

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["reformtrack.formats"]
USE_THOUSAND_SEPARATOR = False  # True prints the year as 2.024, in addresses too

# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FIXTURES_ROOT = BASE_DIR / "fixtures"  # the published record that load_published reads
# Spreadsheets that come in. The largest there is reason for is the whole country's: 3,321 communes by 110 columns,
# 365,000 cells, 15 MB unpacked. What goes beyond these bounds is refused before it is built up in memory.
SPREADSHEET_MAX_BYTES = 20 * 2**20
SPREADSHEET_MAX_UNPACKED = 100 * 2**20  # a hundred kilobytes can unpack to a hundred megabytes of zeros
SPREADSHEET_MAX_PARTS = 2_000  # sheets, styles, pictures: a workbook of thirty units has some two hundred
SPREADSHEET_MAX_CELLS = 1_000_000  # empty ones that are only formatted are counted too: they cost as much to read
SPREADSHEET_MAX_ROWS = 20_000
SPREADSHEET_MAX_COLUMNS = 500
# The files that were brought are kept outside every folder that is served, under names that say nothing.
UPLOADS_ROOT = env.path("UPLOADS_ROOT", BASE_DIR / "var" / "uploads")
# Thirty units' files chosen at once are a minute's work, and again after a look; more is no person.
UPLOADS_PER_MINUTE = env.int("UPLOADS_PER_MINUTE", 60)
UPLOADS_BYTES_PER_HOUR = env.int("UPLOADS_MB_PER_HOUR", 500) * 2**20
# The national file is read in some seconds, and its reader says so several times a second: silent for so long, it died.
UPLOADS_SILENT_SECONDS = 60
# What is written down of one file, so that a file in which everything is wrong makes no row of a hundred megabytes:
# nobody reads on after so many, and the marked workbook holds them all.
UPLOADS_FAULTS_KEPT = 1_000
UPLOADS_EXAMPLES_KEPT = 200

# Security

EMPTY_STYLE_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # plotly.js adds one empty <style> and fills it by script: the hash allows that and nothing else.
        "style-src": [SELF, EMPTY_STYLE_HASH],
        "font-src": [SELF],
        # data: is for the small icons that Django's own admin style sheets carry.
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
# The page of a whole criteria tree sends 14 fields a row: room for 700 rows, where Django's 1,000 fields end at 71.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("DJANGO_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", [])

# Kept pages

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "reformtrack"}}


def _code_version() -> str:
    """A digest of everything a page is made from: a kept page is thrown away when it changes."""
    digest = hashlib.sha256()
    for folder in ("reformtrack", "records", "units", "indices", "templates", "static", "locale"):
        for path in sorted((BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                stat = path.stat()
                digest.update(f"{path.relative_to(BASE_DIR)}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


CODE_VERSION = _code_version()

# Logging: one line an event to the console; what goes wrong in a page is logged with its traceback, never shown.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
