"""Mail: what the service tells people by e-mail, where the operator has set a mail server.

Here: sending. Not here: what is told and to whom (steps/), and the words (portal/words/mails.py).
"""
