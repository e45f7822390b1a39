"""Settings of the project: safe by default, every choice of an operator an environment variable.

The README's *Configuration* lists the variables; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsroom import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("NEWSROOM_VAR", str(BASE_DIR / "var")))

DEBUG = environment.flag("NEWSROOM_DEBUG", default=False)
SECRET_KEY = environment.secret("NEWSROOM_SECRET_KEY", VAR / "secret_key")

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = environment.words("NEWSROOM_HOSTS", ",".join(LOOPBACK))
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("NEWSROOM_HOSTS must name the hosts; * would accept any.")
HTTPS = environment.flag("NEWSROOM_HTTPS", default=not set(ALLOWED_HOSTS) <= set(LOOPBACK))

# What is installed

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "articles.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "newsroom.middleware.BodilessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.compression.CompressionMiddleware",
    "newsroom.cross_origin.CrossOriginMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.middleware.CookielessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.SpokenLanguageMiddleware",
    "articles.api.access.Gate",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

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
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "articles.web.context.site",
            ],
        },
    },
]

# Where state lives

DATABASES = {"default": environment.database("DATABASE_URL", VAR / "newsroom.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

IN_PROCESS: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    # A count for each address that has lately asked.
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
CACHES = {
    "default": environment.redis("NEWSROOM_REDIS_URL") or IN_PROCESS,
    # Where counts are kept while Redis does not answer.
    "process": IN_PROCESS,
}

S3_BUCKET = environment.text("NEWSROOM_S3_BUCKET")
STORAGES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": S3_BUCKET}}
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
WHITENOISE_USE_FINDERS = DEBUG

# Who may do what

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = environment.words("NEWSROOM_TRUSTED_ORIGINS")

# What goes over the wire

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.flag("NEWSROOM_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Words and clocks

LANGUAGE_CODE = environment.text("NEWSROOM_LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = environment.text("NEWSROOM_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

# The API

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["articles.api.renderers.PlainJSONRenderer"],
    # Readers change nothing, so that no body is ever parsed.
    "DEFAULT_PARSER_CLASSES": [],
    # Keys and rates: articles.api.access, before every address of the API alike.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_THROTTLE_CLASSES": [],
    "DEFAULT_THROTTLE_RATES": {"anon": environment.rate("NEWSROOM_API_RATE", "240/min") or None},
    "NUM_PROXIES": environment.number("NEWSROOM_PROXIES", 0),
    "DEFAULT_PAGINATION_CLASS": "articles.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["articles.api.filters.StrictFilterBackend"],
    "EXCEPTION_HANDLER": "articles.api.errors.problem_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Newsroom",
    "DESCRIPTION": "Published articles with their sources, categories and images.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "public_id": {"type": "string", "pattern": "^[23456789bcdfghjkmnpqrstvwxyz]{12}$"}
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.schema.with_problems",
    ],
}

# The newsroom's own

NEWSROOM_SITE_NAME = environment.text("NEWSROOM_SITE_NAME", "Newsroom")
NEWSROOM_ORIGIN = environment.origin("NEWSROOM_ORIGIN", hosts=ALLOWED_HOSTS, https=HTTPS)
NEWSROOM_OUTGOING_HTTP = environment.flag("NEWSROOM_OUTGOING_HTTP", default=False)
NEWSROOM_MAX_DOCUMENT_BYTES = environment.number(
    "NEWSROOM_MAX_DOCUMENT_BYTES", 32 * 1024 * 1024, least=1024
)
NEWSROOM_ONE_STAGE = environment.flag("NEWSROOM_ONE_STAGE", default=True)
NEWSROOM_EDGE_SECONDS = environment.number("NEWSROOM_EDGE_SECONDS", 0)
NEWSROOM_SURROGATE_HEADER = environment.text("NEWSROOM_SURROGATE_HEADER", "Surrogate-Key")
NEWSROOM_LOGIN_RATE = environment.rate("NEWSROOM_LOGIN_RATE", "10/min")

LOG_LEVEL = environment.text("NEWSROOM_LOG_LEVEL", "WARNING").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "newsroom.logs.OneLineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Addresses that readers mistype are no news; Django warns of each.
    "loggers": {"django.request": {"level": "ERROR" if LOG_LEVEL == "WARNING" else LOG_LEVEL}},
}
