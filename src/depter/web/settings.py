"""Django as the pages use it: no accounts, no stored sessions, no database of its own."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(48)  # only signs CSRF tokens; dies with the process
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]  # anything else is a rebinding attack
ROOT_URLCONF = "depter.web.urls"
WSGI_APPLICATION = None

INSTALLED_APPS = ["django.contrib.staticfiles", "depter.store", "depter.web.frame"]
DATABASES: dict[str, Any] = {}  # a notebook registers itself when it is unlocked
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "depter.web.frame.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "depter.web.frame.unlocked.UnlockedOnly",
    "depter.web.frame.answers.AnswersFetched",
    "depter.web.uploads.BoundedBody",
    "django.middleware.csrf.CsrfViewMiddleware",
    "depter.web.frame.troubles.ToldPlainly",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(_HERE.glob("*/templates")),
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "depter.web.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "depter.web.frame.templatetags.depter",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 0  # an update of Depter must not meet yesterday's style sheet
WHITENOISE_ALLOW_ALL_ORIGINS = False

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("kk", "Қазақша"),
    ("ru", "Русский"),
    ("ug", "ئۇيغۇرچە"),
    ("zh-hans", "中文"),
]
LOCALE_PATHS = [_HERE / "locale"]
FORMAT_MODULE_PATH = ["depter.web.formats"]
LANGUAGE_COOKIE_NAME = "depter_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

CSRF_COOKIE_NAME = "depter_csrf"
CSRF_COOKIE_AGE = None  # until the browser closes
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "depter.web.frame.errorpages.forged"

FILE_UPLOAD_HANDLERS = ["depter.web.uploads.SealedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 0

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"one line": {"()": "depter.web.frame.notices.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "one line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["stderr"], "level": "ERROR"},
}
