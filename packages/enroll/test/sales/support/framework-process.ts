// A server of a framework with a receiver. It has a process of its own, because test runners load the frameworks in their own ways.
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { nodeHandler, type ReceiverProblem, scalevSales } from "../../../src/sales/node.ts";
import { memoryEnrollments } from "./memory-enrollments.ts";
import { school } from "./school.ts";

/** How a server is set up. */
export type Framework =
  | "express, before its body parser"
  | "express, with raw bodies"
  | "express, after its body parser"
  | "fastify, without its body parsers"
  | "fastify, with its body parsers";

/** What the process says: where it is, then, on any message, what has happened. */
export type FrameworkMessage =
  | { readonly url: string }
  | { readonly sent: readonly string[]; readonly problems: readonly string[] };

const [, , name = "", inbox = ""] = process.argv;
const framework = name as Framework;
const path = "/webhooks/scalev";
const problems: ReceiverProblem[] = [];
const enrollments = memoryEnrollments(school);
const receive = scalevSales({
  secrets: "whsec_current",
  items: { variant_1: { course: "writing" } },
  enrollments,
  inbox,
  onProblem: (problem) => problems.push(problem),
});

function expressApp(): RequestListener {
  const app = express();
  if (framework === "express, after its body parser") app.use(express.json());
  if (framework === "express, with raw bodies") app.post(path, express.raw({ type: "*/*" }));
  app.post(path, nodeHandler(receive));
  app.use(express.json());
  return app;
}

async function fastifyPort(): Promise<number> {
  const app = fastify();
  await app.register(async (route) => {
    if (framework === "fastify, without its body parsers") {
      route.removeAllContentTypeParsers();
      route.addContentTypeParser("*", (_request, _payload, done) => {
        done(null);
      });
    }
    route.post(path, (request, reply) => {
      reply.hijack();
      nodeHandler(receive)(request.raw, reply.raw);
    });
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
}

async function expressPort(): Promise<number> {
  const server = createServer(expressApp()).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function tell(message: FrameworkMessage): void {
  process.send?.(message);
}

process.on("message", () => {
  void receive.settled().then(() => {
    tell({ sent: enrollments.sent, problems: problems.map(({ message }) => message) });
  });
});
process.on("disconnect", () => process.exit());
const port = await (framework.startsWith("express") ? expressPort() : fastifyPort());
tell({ url: `http://127.0.0.1:${port}${path}` });
