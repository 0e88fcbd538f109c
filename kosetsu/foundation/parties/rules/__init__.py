"""Arithmetic about organisations: size under the SME Act (sizes), the class of price they pay (prices)."""
