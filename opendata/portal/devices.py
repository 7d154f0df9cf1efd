"""Devices: the name of a browser and its system as people know it, for the list of a person's sessions.

Here: from the User-Agent header to a few words. Not here: the list itself.
"""

# The first word that the header holds is taken, because later ones are named for the sake of compatibility.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Such as "Firefox, Windows"; empty where the header says nothing known."""
    known = (
        next((name for word, name in words if word.lower() in user_agent.lower()), "")
        for words in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in known if name)
