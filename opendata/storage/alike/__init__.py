"""The texts of rows in SQL, which rows are alike, and searching."""
