"""A Django database backend for SQLCipher: SQLite with every page encrypted."""
