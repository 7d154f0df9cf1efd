"""Messages: every error as one sentence for office staff, in German and in English."""
