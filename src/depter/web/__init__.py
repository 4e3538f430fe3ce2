"""The pages: a face of the register for one browser on the same machine."""
