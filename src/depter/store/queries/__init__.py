"""Questions to the cards; each takes the viewer first, and shows what that viewer may see."""
