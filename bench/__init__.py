"""Measurements: how long a person waits, beside what plain SQLite needs on the same machine."""
