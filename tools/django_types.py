"""Settings that only mypy reads: enough for Django's types to know the card models.

The program's own settings want a notebook and its key; a type checker has neither.
"""

SECRET_KEY = "types only"
INSTALLED_APPS = ["depter.store"]
USE_TZ = True
