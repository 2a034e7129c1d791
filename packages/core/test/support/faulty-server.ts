import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the server saw it. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** A real HTTP server for one test. */
export interface FaultyServer {
  /** Give it to a client as its `baseUrl`. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

/** Starts a server on this machine's loopback address that ends, with all its connections, when the test does. */
export async function serve(answer: RequestListener, port = 0): Promise<FaultyServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", listening.resolve);
  await listening.promise;
  onTestFinished(async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => {
      closed.resolve();
    });
    server.closeAllConnections();
    await closed.promise;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json = { "content-type": "application/json" };

/** Answers as a healthy vendor does. */
export const answerItem: Answer = (_request, response) => {
  response.writeHead(200, json).end('{"id":1}');
};

/** Answers with a status, its headers and a vendor's error. */
export function answerStatus(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { ...json, ...headers }).end('{"message":"no luck today"}');
  };
}

/** Answers each request with the next answer, and with the last one from then on. */
export function inTurn(...answers: readonly [Answer, ...Answer[]]): Answer {
  let next = 0;
  return (request, response) => {
    const answer = answers[next] ?? answers.at(-1) ?? answers[0];
    next += 1;
    answer(request, response);
  };
}

/** The header never comes. */
export const stallHeader: Answer = () => {
  // Nothing is ever answered; the connection is cut when the test ends.
};

/** The header comes, and the body stops halfway. */
export const stallBody: Answer = (_request, response) => {
  response.writeHead(200, json);
  response.write('{"id":');
};

/** A byte every 5 ms, forever, so no timeout between bytes ever fires. */
export const drip: Answer = (_request, response) => {
  response.writeHead(200, json);
  const dripping = setInterval(() => {
    response.write(" ");
  }, 5);
  response.once("close", () => {
    clearInterval(dripping);
  });
};

/** The connection breaks before anything is answered. */
export const cutBeforeAnswer: Answer = (request) => {
  request.socket.resetAndDestroy();
};

/** The connection breaks after half of the body has left. */
export const cutInBody: Answer = (request, response) => {
  response.writeHead(200, { ...json, "content-length": "100" });
  response.write('{"id":1,', () => {
    request.socket.destroy();
  });
};
