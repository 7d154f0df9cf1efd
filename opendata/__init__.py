"""opendata: a city's table in, checked and versioned Data Packages out."""
