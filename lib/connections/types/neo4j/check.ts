import "server-only";
import type { Duplex } from "node:stream";
import { AppError } from "@/lib/core/errors";
import { connectTcp, connectTls } from "@/lib/egress/connect";
import { type Check, text } from "../../check";

const MAGIC = Buffer.from("6060b017", "hex");
/** Bolt 5.0, 4.4, 4.3 and 4.2: those that take the credentials with the first message. */
const VERSIONS = Buffer.from("00000005000004040000030400000204", "hex");
const SUCCESS = 0x70;

/** Greets the database with user and password, as Bolt has it, and says goodbye. */
export const checkNeo4j: Check = async (fields, { signal }) => {
  const { protocol, hostname, port } = new URL(text(fields, "uri"));
  const isSecure = protocol.includes("+s");
  const open = isSecure ? connectTls : connectTcp;
  const socket = await open(hostname, Number(port || 7687), { signal });
  try {
    const bytes = reading(socket);
    socket.write(Buffer.concat([MAGIC, VERSIONS]));
    const version = await bytes.take(4);
    if (version.readUInt32BE() === 0 || version.subarray(0, 2).readUInt16BE() !== 0) throw notBolt(hostname);
    const hello = {
      user_agent: "dynamiq-platform/1",
      scheme: "basic",
      principal: text(fields, "username"),
      credentials: text(fields, "password"),
    };
    socket.write(message(0x01, hello));
    const size = (await bytes.take(2)).readUInt16BE();
    const answer = await bytes.take(size);
    if (answer[1] !== SUCCESS) {
      throw new AppError("upstream_failed", `${hostname} refused the user name or the password.`);
    }
    socket.end(message(0x02));
  } finally {
    socket.destroy();
  }
};

const notBolt = (host: string): AppError =>
  new AppError("upstream_failed", `${host} did not answer as Neo4j does. Check the URI and its port.`);

/** A message of one structure, in one chunk: HELLO with a map of texts, GOODBYE with nothing. */
function message(tag: number, entries?: Record<string, string>): Buffer {
  const map = entries && Object.entries(entries);
  const body = Buffer.concat([
    Buffer.of(map ? 0xb1 : 0xb0, tag),
    ...(map ? [Buffer.of(0xa0 + map.length), ...map.flat().map(packed)] : []),
  ]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.byteLength);
  return Buffer.concat([size, body, Buffer.of(0, 0)]);
}

/** A text as PackStream has it: its length in bytes, then the bytes. */
function packed(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.of(0xd1, bytes.byteLength >> 8, bytes.byteLength & 0xff);
  return Buffer.concat([head, bytes]);
}

/** Reads exact numbers of bytes. @throws AppError where the other side stops before. */
function reading(socket: Duplex) {
  const parts = socket[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  return {
    async take(count: number): Promise<Buffer> {
      while (held.byteLength < count) {
        const next = await parts.next().catch(() => ({ done: true, value: undefined }));
        if (next.done) throw new AppError("upstream_failed", "The database broke off the connection.");
        held = Buffer.concat([held, next.value as Buffer]);
      }
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
  };
}
