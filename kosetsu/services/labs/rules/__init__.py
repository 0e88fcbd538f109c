"""Arithmetic of the labs, pure: no database, no clock."""
