"""Checks of input, nothing else."""
