"""What a result looks like: figures, tables and their labels, in English and Chinese."""
