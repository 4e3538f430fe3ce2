"""The office at a glance: what needs doing, and who looked at what is protected."""
