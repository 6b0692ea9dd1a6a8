"""The rooms' side: posts appear, readers answer, report and worry."""
