"""Verbs of programmes."""
