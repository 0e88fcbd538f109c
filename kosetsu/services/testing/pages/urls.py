"""Addresses of commissioned tests."""

public: list[object] = []
staff: list[object] = []
