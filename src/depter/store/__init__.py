"""The one Django app: cards, how they are drawn, and how they are asked for."""
