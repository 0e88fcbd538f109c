"""What is reckoned about calls, without database and clock."""
