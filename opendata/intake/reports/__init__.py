"""PDF reports: from the letters and lines of their pages to one table of measures."""
