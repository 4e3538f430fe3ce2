"""Small frozen values that know nothing of keys, storage or screens."""
