"""From a folded subject to its cards, and from cards to the database."""

from depter.store.drawing.cards import StoredCards

__all__ = ["StoredCards"]
