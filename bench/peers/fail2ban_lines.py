"""CPU time of fail2ban's Filter.processLine over a log, as JSON: {"lines", "found", "cpu"} (microseconds, user and system).

The file is in memory before the clock starts; no name server is asked and no findtime is looked at.
"""
import json
import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../test/oracle'))
from fail2ban_filter import open_filter, read_lines, set_now  # noqa: E402

log, name, mode, now = sys.argv[1:5]
filter_ = open_filter(os.environ.get('FAIL2BAN_ROOT'), name, {'mode': mode} if mode else {}, usedns='no')
set_now(float(now))
lines = read_lines(log)
found = 0
process = filter_.processLine
start = time.process_time()
for line in lines:
    found += len(process(line))
cpu = time.process_time() - start
print(json.dumps({'lines': len(lines), 'found': found, 'cpu': cpu * 1e6}))
