"""Figures that others claimed, beside what the register can count itself."""
