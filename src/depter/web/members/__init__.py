"""Members of the office: who belongs to it, inviting, roles, leaving, keys and devices."""
