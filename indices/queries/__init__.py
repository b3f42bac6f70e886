"""Reads that span models, page by page. Each reads what its page needs in a number of queries that does not grow."""
