// Sends webhooks at an even rate, whatever the answers take: `url perSecond seconds`. Tells what it saw, and ends.
import { Agent, request } from 'node:http';

const [url, perSecond, seconds] = process.argv.slice(2);
const total = Number(perSecond) * Number(seconds);
const agent = new Agent({ keepAlive: true, maxSockets: 128 });
const times = [];
let accepted = 0;
let sent = 0;
const startedAt = performance.now();

function send(index, dueAt) {
  const body = JSON.stringify({
    data: { id: index, reference: `SO-${index}`, contact: { email: `shopper-${index}@mail.shoppers.co.uk` } },
  });
  const headers = {
    'content-type': 'application/json',
    'x-claruswms-subdomain': 'acme',
    'x-claruswms-automation-id': '43',
    'content-length': Buffer.byteLength(body),
  };
  const done = (isAccepted) => {
    times.push(performance.now() - dueAt); // from when it was due: a server that stalls makes the next ones late too
    if (isAccepted) accepted += 1;
    if (times.length === total) finish();
  };
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    response.resume().on('end', () => done(response.statusCode >= 200 && response.statusCode < 300));
  });
  call.on('error', () => done(false)).end(body);
}

function finish() {
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  process.send({ accepted, p50: at(0.5), p99: at(0.99), seconds: (performance.now() - startedAt) / 1_000 });
  process.disconnect();
  agent.destroy();
}

const timer = setInterval(() => {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * Number(perSecond)));
  for (; sent < due; sent += 1) send(sent, startedAt + (sent * 1_000) / Number(perSecond));
  if (sent === total) clearInterval(timer);
}, 1);
