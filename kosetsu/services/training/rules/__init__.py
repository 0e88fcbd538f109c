"""Arithmetic of training: pure."""
