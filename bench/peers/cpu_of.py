"""CPU time of a command that reads a log on standard input, as JSON: {"cpu"} (microseconds, user and system)."""
import json
import resource
import subprocess
import sys

with open(sys.argv[1], 'rb') as log:
    subprocess.run(sys.argv[2:], stdin=log, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'cpu': (used.ru_utime + used.ru_stime) * 1e6}))
