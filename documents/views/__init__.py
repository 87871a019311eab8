"""Pages of the shared documents."""
