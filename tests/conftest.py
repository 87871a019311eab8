"""Shared fixtures. Every test runs on a real PostgreSQL."""
