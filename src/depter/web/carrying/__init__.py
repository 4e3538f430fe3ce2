"""Carrying the register: exchange with other machines, backups, recovery, and what to do when."""
