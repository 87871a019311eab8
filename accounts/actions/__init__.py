"""Every write of the ground app: locked, decided again under the lock, with one audit row."""
