"""Places and organisations, and what was said about them."""
