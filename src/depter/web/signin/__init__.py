"""Second factors for signing in: codes of a phone, passkeys, recovery codes; decision 0008."""
