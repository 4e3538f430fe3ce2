"""Searching names and words."""
