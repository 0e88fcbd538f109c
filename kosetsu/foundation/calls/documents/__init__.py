"""What is made of a call for people: mails, forms to fill in, calendars, the table of results."""
