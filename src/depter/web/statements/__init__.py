"""Recording what a source said, as a case sheet; correcting it and taking it back."""
