"""The drill: two offices, a raid, and an office that comes back from paper and a stick."""
