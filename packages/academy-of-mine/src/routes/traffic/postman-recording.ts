import { isObject } from "@kelaskit/core/vendor";
import { field, listOf, textOf } from "../read/values.ts";
import { RecordingBuilder, type Recording } from "./exchange.ts";
import { collectNames } from "./names.ts";
import { bodyNames, outermost, parsedJson } from "./request.ts";
import { shapeOf } from "./shape.ts";

const deepestFolder = 32;

/** A request of a collection, with the name it is listed under. */
interface Item {
  readonly name: string;
  readonly request: unknown;
  readonly responses: readonly unknown[];
}

function itemsOf(items: readonly unknown[], depth = 0): readonly Item[] {
  if (depth > deepestFolder) return [];
  return items.flatMap((item): readonly Item[] => {
    const inside = field(item, "item");
    if (Array.isArray(inside)) return itemsOf(listOf(inside), depth + 1);
    const request = field(item, "request");
    const responses = listOf(field(item, "response"));
    return isObject(request) ? [{ name: textOf(field(item, "name")) ?? "", request, responses }] : [];
  });
}

/** Postman's proxy and interceptor name a request by its address. */
function isAddressName(name: string): boolean {
  return /^(https?:\/\/|\/|[\w.-]+\.[a-z]{2,}(:\d+)?\/)/i.test(name) && !/\s/.test(name);
}

/** Whether a collection was recorded, not written: its requests have whole addresses for names, and replies. */
export function isRecorded(collection: unknown): boolean {
  const items = itemsOf(listOf(field(collection, "item")));
  const recorded = items.filter(({ name, responses }) => isAddressName(name) && responses.length > 0);
  return recorded.length > 0 && recorded.length * 2 > items.length;
}

/** Reads a collection that Postman recorded, like any other traffic. Names of requests, headers and cookies are not read. */
export function readPostmanRecording(collection: unknown): Recording {
  const builder = new RecordingBuilder();
  for (const item of itemsOf(listOf(field(collection, "item")))) addItem(item, builder);
  return builder.recording("postman");
}

function addItem({ request, responses }: Item, builder: RecordingBuilder): void {
  const url = field(request, "url");
  const sent = builder.request(
    textOf(field(request, "method")) ?? "GET",
    textOf(url) ?? textOf(field(url, "raw")) ?? "",
  );
  if (sent === undefined) return;
  const body = bodyOf(field(request, "body"));
  const values = responses
    .filter((response) => isSuccess(field(response, "code")))
    .map((response) => parsedJson(textOf(field(response, "body")) ?? ""))
    .filter((value) => value !== undefined);
  if (values.length === 0) {
    builder.skip("failed, or have no reply that is JSON");
    return;
  }
  for (const value of values) {
    collectNames(value, builder.names);
    builder.exchanges.push({ ...sent, body, media: "json", reply: shapeOf(value) });
  }
}

function isSuccess(code: unknown): boolean {
  return typeof code === "number" && code >= 200 && code < 300;
}

function bodyOf(body: unknown): readonly string[] {
  const mode = textOf(field(body, "mode")) ?? "";
  if (mode === "urlencoded" || mode === "formdata") {
    return outermost(listOf(field(body, mode)).flatMap((part) => textOf(field(part, "key")) ?? []));
  }
  return bodyNames(textOf(field(body, "raw")) ?? "", "application/json");
}
