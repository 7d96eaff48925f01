"""Prints what fail2ban's own reader makes of every filter of a tree: one JSON object for each filter and set of options.

usage: expand-filters.py PACKAGE_PARENT CONFIGURATION_FOLDER
"""
import json
import logging
import os
import sys

package, config = sys.argv[1:3]
sys.path.insert(0, package)
logging.disable(logging.CRITICAL)
from fail2ban.client.filterreader import FilterReader  # noqa: E402
from fail2ban.server.failregex import Regex  # noqa: E402

OPTIONS = ["prefregex", "failregex", "ignoreregex", "maxlines", "datepattern", "journalmatch", "usedns"]
MODES = ["normal", "ddos", "extra", "aggressive", "auth", "auth2", "rbl", "errors", "more", "fallback"]
SETS = (
    [{}]
    + [{"logtype": logtype} for logtype in ("file", "short", "journal", "rfc5424")]
    + [{"mode": mode, "logtype": logtype} for mode in MODES for logtype in ("file", "journal")]
    + [{"logging": "syslog"}, {"logging": "all"}, {"logging": "webapp"}, {"publickey": "any"}, {"type": "1"}]
)


def expand(name, options):
    reader = FilterReader(name, "jail", dict(options), share_config={}, basedir=config)
    reader.setBaseDir(config)
    reader.read()
    reader.applyAutoOptions("")
    reader.getOptions({}, all=True)
    combined = reader.getCombined()
    return {option: str(combined[option]) for option in OPTIONS if combined.get(option) is not None}


for file in sorted(os.listdir(os.path.join(config, "filter.d"))):
    name, extension = os.path.splitext(file)
    if extension != ".conf" or name.endswith("common"):
        continue
    for options in SETS:
        texts = expand(name, options)
        lines = [line for line in texts.get("failregex", "").split("\n") if line]
        expressions = [Regex(line).getRegex() for line in lines]
        print(json.dumps({"name": name, "options": options, "texts": texts, "expressions": expressions}))
