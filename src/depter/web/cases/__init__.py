"""Cases: the list, the page of one person, weighing what was said, striking out."""
