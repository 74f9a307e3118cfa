// Sends the same POST over `connections` kept-alive connections for `seconds`. Prints what came of it as JSON.
import http from "node:http";

const { url, body, headers, connections, seconds } = JSON.parse(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const until = performance.now() + seconds * 1000;
const times = [];
let failures = 0;

const once = () =>
  new Promise((resolve) => {
    const from = performance.now();
    const request = http.request(url, { method: "POST", headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => {
        if (response.statusCode !== 200 || !text.includes("sunny")) failures++;
        times.push(performance.now() - from);
        resolve();
      });
    });
    request.on("error", () => {
      failures++;
      resolve();
    });
    request.end(body);
  });

await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < until) await once();
  }),
);
times.sort((a, b) => a - b);
const at = (q) => times[Math.min(times.length - 1, Math.floor(times.length * q))];
console.log(
  JSON.stringify({ requests: times.length, failures, perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) }),
);
process.exit(0);
