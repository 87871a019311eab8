"""Pages of the ground app."""
