"""Entries and chains: one signed feed per device, bodies beside it, never changed."""
