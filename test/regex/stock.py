"""Prints every expression of an unpacked fail2ban as its own FilterReader resolves it, with the sample lines of its filter.

Arguments: the folder that holds the fail2ban package, the configuration folder.
"""
import json
import logging
import os
import sys

package, config = sys.argv[1:3]
sys.path.insert(0, package)
logging.disable(logging.CRITICAL)

from fail2ban.client.filterreader import FilterReader  # noqa: E402
from fail2ban.server.datedetector import DateDetector  # noqa: E402
from fail2ban.server.failregex import Regex  # noqa: E402

MODES = [None, "normal", "aggressive", "extra", "ddos", "auth", "rbl", "errors", "more", "fallback"]
LOGTYPES = [None, "file", "short", "journal", "rfc5424"]
KINDS = ("prefregex", "addfailregex", "addignoreregex")

detector = DateDetector()
detector.addDefaultTemplate()


def lines_of(name):
    path = os.path.join(package, "fail2ban", "tests", "files", "logs", name)
    if not os.path.isfile(path):
        return []
    lines = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            line = line.rstrip("\r\n")
            if not line or line.startswith("#"):
                continue
            match = detector.matchTime(line)[0]
            cut = line[: match.start(1)] + line[match.end(1) :] if match else line
            head, colon, content = cut.partition(": ")
            lines += [line + "\n", cut + "\n", content, content + "\n"]
    return list(dict.fromkeys(lines))


def commands_of(name, options):
    reader = FilterReader(name, "jail", options, basedir=config)
    reader.read()
    reader.getOptions({})
    return reader.convert()


def values(command):
    if command[2] == "multi-set":
        return command[3], command[4]
    value = command[3] if len(command) > 3 else []
    return command[2], value if isinstance(value, list) else [value]


def main():
    found = {}
    for file in sorted(os.listdir(os.path.join(config, "filter.d"))):
        if not file.endswith(".conf") or "-common" in file or file == "common.conf":
            continue
        name = file[:-5]
        lines = lines_of(name)
        for mode in MODES:
            for logtype in LOGTYPES:
                options = {k: v for k, v in (("mode", mode), ("logtype", logtype)) if v}
                pairs = [values(command) for command in commands_of(name, options)]
                several = any(kind == "maxlines" and int(value[0]) > 1 for kind, value in pairs)
                for kind, expressions in pairs:
                    if kind not in KINDS:
                        continue
                    multiline = several and kind == "addfailregex"
                    for source in expressions:
                        pattern = Regex(source, multiline=multiline)._regexObj.pattern
                        default = mode is None and logtype is None
                        entry = found.setdefault((pattern, multiline), {"default": default, "texts": lines})
                        entry["default"] = entry["default"] or default
    print(json.dumps([{"pattern": p, "multiline": m, **entry} for (p, m), entry in found.items()]))


main()
