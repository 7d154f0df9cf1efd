"""The web server's own part: how connections are received and answered before and after the application works."""
