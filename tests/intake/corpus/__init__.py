"""Tables as offices keep them, written for these tests, each with the values that a person in the office sees."""
