import "server-only";
import { isIP, connect as open, type Socket } from "node:net";
import { connect as openTls, type TLSSocket } from "node:tls";
import { AppError } from "@/lib/core/errors";
import { instancePolicy, type Policy } from "./addresses";
import { type Resolve, resolveAllowed } from "./resolve";

export type ConnectOptions = {
  readonly policy?: Policy;
  readonly resolve?: Resolve;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
};

/**
 * The address to hand to a client that opens its own connection (a database's), so that what was checked is what
 * it connects to. @throws AppError `upstream_failed` where the host may not be called or has no address.
 */
export async function pinnedAddress(host: string, port: number, options: ConnectOptions = {}): Promise<string> {
  const [first] = await resolveAllowed(host, port, options.policy ?? instancePolicy(), options.resolve);
  if (!first) throw new AppError("upstream_failed", `The name ${host} has no address.`);
  return first.address;
}

/** An open TCP connection. @throws AppError `upstream_failed` where it is refused, by us or by the other side. */
export async function connectTcp(host: string, port: number, options: ConnectOptions = {}): Promise<Socket> {
  const address = await pinnedAddress(host, port, options);
  return new Promise((resolve, reject) => {
    const socket = open({ host: address, port, ...(options.signal && { signal: options.signal }) });
    const fail = (cause?: unknown) => {
      socket.destroy();
      reject(new AppError("upstream_failed", `${host}:${port} could not be reached.`, { cause }));
    };
    socket.setTimeout(options.timeoutMs ?? 10_000, fail);
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.off("error", fail);
      // Whoever takes it over hears of errors by "close"; without a listener one would end the process.
      socket.on("error", () => {});
      resolve(socket);
    });
  });
}

/** The same with TLS, whose certificate must be the host's. @throws AppError `upstream_failed` */
export async function connectTls(host: string, port: number, options: ConnectOptions = {}): Promise<TLSSocket> {
  const inner = await connectTcp(host, port, options);
  return new Promise((resolve, reject) => {
    const socket = openTls({ socket: inner, host, ...(isIP(host) === 0 && { servername: host }) });
    const fail = (cause?: unknown) => {
      socket.destroy();
      reject(
        new AppError("upstream_failed", `${host}:${port} does not speak TLS, or not with a good certificate.`, {
          cause,
        }),
      );
    };
    socket.setTimeout(options.timeoutMs ?? 10_000, fail);
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      socket.off("error", fail);
      socket.on("error", () => {});
      resolve(socket);
    });
  });
}
