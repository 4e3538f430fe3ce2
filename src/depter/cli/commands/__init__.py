"""One module per group of commands; each body is one call of the register, then printing."""
