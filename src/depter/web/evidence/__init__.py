"""Evidence: files deposited with a case, and giving them out again unchanged."""
