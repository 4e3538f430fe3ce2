"""Names of people in the scripts they are written in."""
