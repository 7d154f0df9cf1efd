"""Words: every text of the portal's pages, in German and in English; one module for each group of pages."""
