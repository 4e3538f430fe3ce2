"""What every page shares: its frame, tags, notices, troubles and the check that it is unlocked."""
