"""The door: beginning a notebook, unlocking, locking, and saying that somebody is still here."""
