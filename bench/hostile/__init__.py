"""A hostile visitor: small inputs and clients meant to harm, and what the service does meanwhile (`make hostile`)."""
