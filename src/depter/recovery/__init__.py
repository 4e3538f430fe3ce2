"""Coming back after a loss: trustees, their papers, and the ceremony that makes and uses them."""
