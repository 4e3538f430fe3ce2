"""Sources: who says so, how they are protected, what they agreed to."""
