"""Papers for people (quote, invoice, receipt, statement) and files of other systems (bank, finance)."""
