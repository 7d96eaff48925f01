"""What fail2ban itself finds in a log, as JSON lines for exact_window.py: {"line", "time"} for every dated line, with "ip" for a failure.

FAIL2BAN_ROOT names a folder that holds an unpacked fail2ban; without it the installed one is taken.
"""
import argparse
import json
import os
import sys

sys.dont_write_bytecode = True
from fail2ban_filter import open_filter, read_lines, set_now  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('log')
    parser.add_argument('filter')
    parser.add_argument('--mode', help="the filter's mode; default its own")
    parser.add_argument('--now', type=float, required=True, help='seconds since the epoch; year-less dates lie before it')
    args = parser.parse_args()
    filter_ = open_filter(os.environ.get('FAIL2BAN_ROOT'), args.filter, {'mode': args.mode} if args.mode else {})
    set_now(args.now)
    for number, line in enumerate(read_lines(args.log), 1):
        found = filter_.processLine(line)
        time = filter_._Filter__lastDate
        if time:
            print(json.dumps({'line': number, 'time': time}))
        for _, ip, at, _ in found:
            print(json.dumps({'line': number, 'time': at, 'ip': str(ip)}))


main()
