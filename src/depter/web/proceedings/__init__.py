"""Proceedings before courts and authorities, their stages and lawyers."""
