"""The words of the product: closed lists, tables, dates, problems. No input or output."""
