// A model that answers at once: OpenAI's chat completion, always the same. Prints its port.
import { createServer } from "node:http";

const ANSWER = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "bench",
  choices: [
    { index: 0, message: { role: "assistant", content: "It is sunny in Milan today." }, finish_reason: "stop" },
  ],
  usage: { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 },
});

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json", "content-length": ANSWER.length });
    response.end(ANSWER);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
