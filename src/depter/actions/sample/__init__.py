"""Opening the sample: one published article, written into a notebook by the usual actions."""
