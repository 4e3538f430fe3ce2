"""Ledger, vault and cards, open for one member with one device key."""
