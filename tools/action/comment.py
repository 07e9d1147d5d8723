"""Keeps one comment with the report on a pull request, in a job of GitHub Actions.

The comment begins with a mark that is not shown, by which the next run finds it and brings it up to
date. A run that may not comment, as those of pull requests from forks, leaves the report in the
summary of the job.
"""

import hashlib
import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

# GitHub shows at most so many comments at once, and more pages than these nobody reads.
PER_PAGE = 100
MOST_PAGES = 30
# Seconds.
PATIENCE = 20


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token is for one host, so no answer leads to another."""

    def redirect_request(self, *_):
        return None


class Api:
    """The part of GitHub's interface that comments need."""

    def __init__(self, environment):
        self.url = environment["GITHUB_API_URL"].rstrip("/")
        self.token = environment["QALINT_TOKEN"]
        self.opener = urllib.request.build_opener(NoRedirects)

    def ask(self, method, path, data=None):
        """What comes back, as data."""
        request = urllib.request.Request(
            f"{self.url}/{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "User-Agent": "qalint",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with self.opener.open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def own_name(self):
        """Whose token this is; `None` for that of a job, which may not ask."""
        try:
            return self.ask("GET", "user")["login"]
        except urllib.error.HTTPError:
            return None


def mark(environment):
    """What the comment of this job begins with: others of the repository have their own."""
    names = ("GITHUB_WORKFLOW", "GITHUB_JOB", "QALINT_PATHS", "QALINT_ARGUMENTS")
    key = "\0".join(environment.get(name, "") for name in names)
    return f"<!-- qalint {hashlib.sha256(key.encode()).hexdigest()[:16]} -->"


def find(api, comments, begin):
    """The number of the comment that begins so and is not somebody else's, or `None`."""
    own = None
    for page in range(1, MOST_PAGES + 1):
        found = api.ask("GET", f"{comments}?per_page={PER_PAGE}&page={page}")
        for comment in found:
            if not (comment.get("body") or "").startswith(begin):
                continue
            user = comment.get("user") or {}
            if own is None:
                own = api.own_name() or ""
            if user.get("login") == own or not own and user.get("type") == "Bot":
                return int(comment["id"])
        if len(found) < PER_PAGE:
            break
    return None


def comment(environment, report):
    """Writes the comment, or brings it up to date; says what was done."""
    repository = environment["GITHUB_REPOSITORY"]
    number = environment["QALINT_PULL_REQUEST"]
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository) or not re.fullmatch(r"\d+", number):
        raise ValueError("the repository or the pull request has no name")
    api = Api(environment)
    begin = mark(environment)
    comments = f"repos/{repository}/issues/{number}/comments"
    body = f"{begin}\n{report}"
    old = find(api, comments, begin)
    if old is not None:
        api.ask("PATCH", f"repos/{repository}/issues/comments/{old}", {"body": body})
        return "brought up to date"
    if environment.get("QALINT_FINDINGS", "0") == "0":
        # Nothing was found, and nothing was said before.
        return "not needed"
    api.ask("POST", comments, {"body": body})
    return "written"


def instead(environment, report, why):
    """Leaves the report where it can be read without a comment."""
    print(f"::notice::no comment on the pull request ({why}): see the summary of the job")
    if environment.get("QALINT_SUMMARY", "").strip().lower() == "false":
        with open(environment["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
            summary.write(report)


def main(environment):
    if not environment.get("QALINT_PULL_REQUEST"):
        print("this is not a pull request: there is nothing to comment on")
        return
    report = Path(environment["QALINT_MARKDOWN"]).read_text(encoding="utf-8")
    try:
        print(f"comment {comment(environment, report)}")
    except urllib.error.HTTPError as error:
        why = {401: "the token is not known", 403: "not permitted", 404: "not permitted"}
        instead(environment, report, why.get(error.code, f"status {error.code}"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        # What the gate says does not depend on whether it can be told here, too.
        instead(environment, report, type(error).__name__)


if __name__ == "__main__":
    main(os.environ)
    sys.exit(0)
