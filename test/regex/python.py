"""Answers with CPython's re: one JSON request a line {pattern, flags, texts}, one JSON answer a line."""
import json
import re
import sys
import warnings

warnings.simplefilter("ignore")


def units(text, end):
    return len(text[:end].encode("utf-16-le", "surrogatepass")) // 2


def search(pattern, text):
    """CPython 3.11's search skips places by the flags outside of a group that begins the pattern; its match does not, and is right."""
    if "(?a:" not in pattern.pattern:
        return pattern.search(text)
    return next(filter(None, (pattern.match(text, start) for start in range(len(text) + 1))), None)


def answer(request):
    try:
        pattern = re.compile(request["pattern"], request.get("flags", 0))
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        return {"error": str(error), "message": getattr(error, "msg", str(error)), "position": getattr(error, "pos", None)}
    results = []
    for text in request["texts"]:
        match = search(pattern, text)
        if match is None:
            results.append(None)
            continue
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        results.append([units(text, match.start()), units(text, match.end()), groups])
    return {"results": results}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
