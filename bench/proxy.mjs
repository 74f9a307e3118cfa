// The least that could stand between a caller and a model in Node: every request is made again at the port it is given.
import http from "node:http";

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const server = http.createServer((request, response) => {
  const { method, headers } = request;
  const options = {
    host: "127.0.0.1",
    port: Number(process.argv[2]),
    path: "/v1/chat/completions",
    method,
    headers,
    agent,
  };
  const upstream = http.request(options, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on("error", () => response.destroy());
  request.pipe(upstream);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
