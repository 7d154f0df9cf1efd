"""Persons: what looks like an e-mail address, a telephone number or the name of a person before it goes public."""
