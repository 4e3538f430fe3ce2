"""Incidents: intimidation and reprisal against those who speak."""
