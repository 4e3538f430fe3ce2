"""Keys and sealing. No invented primitives: libsodium, age and Argon2id do the work."""
