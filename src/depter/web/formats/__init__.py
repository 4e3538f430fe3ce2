"""How languages that Django leaves out write numbers and dates."""
