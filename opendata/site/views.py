"""Pages for readers."""

from flask import Blueprint, render_template

from opendata.web.problems import HTTP_PROBLEMS, PROBLEMS

blueprint = Blueprint("site", __name__, static_folder="static", static_url_path="/static")


@blueprint.route("/problems/<name>")
def problem(name: str) -> str:
    """What a type of problem means."""
    titles = {name: title for _, name, title in PROBLEMS.values()} | dict(HTTP_PROBLEMS.values())
    return render_template("problem.html", status=200, name=name, title=titles.get(name, name), detail="")
