"""Steps: the use cases, each the same for HTTP, terminal and portal.

They decide with the rules of domain/ and act through the ports in ports/, which app.py hands in.
"""
