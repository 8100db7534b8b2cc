"""Hand every event to a service without Kafka: python feed.py LEDGER URL. It goes on where it ended, exactly.

Each event is posted by CloudEvents' HTTP binding in structured mode; a service that keeps the highest sequence it has
seen together with its own rows has every event once.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

ledger, url = sys.argv[1:]
last = Path("last-sequence")
after = last.read_text() if last.exists() else "0"
command = ["saksi", "tail", "--db", ledger, "--format", "cloudevents-json", "--follow", "--after", after]
with subprocess.Popen(command, stdout=subprocess.PIPE) as feed:
    for line in feed.stdout:
        headers = {"Content-Type": "application/cloudevents+json"}
        urllib.request.urlopen(urllib.request.Request(url, line, headers)).close()  # raises if it is not taken
        last.write_text(json.loads(line)["sequence"])
