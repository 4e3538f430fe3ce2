"""Carrying the register elsewhere: places that hold copies, and what is carried to them."""
