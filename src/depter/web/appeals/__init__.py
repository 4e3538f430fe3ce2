"""Appeals: what was asked of whom, what came back, what changed afterwards."""
