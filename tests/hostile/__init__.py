"""A hostile visitor in short; `make hostile` is the long form (bench/hostile/)."""
