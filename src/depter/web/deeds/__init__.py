"""What takes two people: asking, agreeing, opening what is sealed, and forgetting for good."""
