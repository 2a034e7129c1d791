import { failureOf } from "@kelaskit/test-support/failure";
import { beforeAll, describe, expect, it } from "vitest";
import { type Client, ConfigurationError } from "../../src/index.ts";
import { createWarung, get } from "../support/client.ts";
import { fakeFetch, warmUp } from "../support/fake-fetch.ts";
import { serve } from "../support/faulty-server.ts";

beforeAll(warmUp);

describe("a header in two spellings", () => {
  it("of client, call and middleware is one header, whose last word counts", async () => {
    let sent: Headers | undefined;
    const client = createWarung({
      fetch: async (input, init) => {
        sent = new Request(input, init).headers;
        return Response.json({ id: 1 });
      },
      headers: { "X-Shop": "client", "X-Till": "client" },
      middleware: [
        (request, next) => {
          const { "x-shop": _shop, ...others } = request.headers;
          return next({ ...request, headers: { ...others, "X-SHOP": "middleware" } });
        },
      ],
    });

    await get(client, {}, { headers: { "x-Till": "call" } });

    expect(sent?.get("x-shop")).toBe("middleware");
    expect(sent?.get("x-till")).toBe("call");
  });

  it("with one value is that header", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    await expect(get(createWarung(fake), {}, { headers: { "X-Shop": "7", "x-shop": "7" } })).resolves.toEqual(
      { id: 1 },
    );
  });

  const twice = { "X-Shop": "7", "x-shop": "secret-shop-8" };

  it("with two values is refused when the client is made", () => {
    expect(() => createWarung({ headers: twice })).toThrow(ConfigurationError);
  });

  it.each<readonly [string, (client: Client) => PromiseLike<unknown>]>([
    ["an operation", (client) => get(client, {}, { headers: twice })],
    ["a request", (client) => client.request("POST", "/stock", { headers: twice })],
  ])("with two values is refused before %s is sent, and they are not shown", async (_what, call) => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const error = await failureOf(call(createWarung(fake)), ConfigurationError);

    expect(error.message).toContain("The header x-shop is in");
    expect(error.message).not.toContain("secret-shop-8");
    expect(fake.sent).toHaveLength(0);
  });

  it("with two values from a middleware is refused before anything is sent", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({
      ...fake,
      middleware: [(request, next) => next({ ...request, headers: twice })],
    });

    expect((await failureOf(get(client), ConfigurationError)).message).toContain("x-shop");
    expect(fake.sent).toHaveLength(0);
  });
});

describe("an upload", () => {
  const upload = (client: Client, headers?: Readonly<Record<string, string>>) =>
    client.request("POST", "/photos", {
      bodyType: "multipart",
      body: { title: "Nasi goreng", photo: new File(["gambar"], "nasi.png", { type: "image/png" }) },
      headers,
    });

  /** A server that reads the parts of a multipart body by its header, and answers with their names. */
  async function photoServer() {
    return serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
      });
      request.on("end", () => {
        const type = request.headers["content-type"] ?? "";
        void new Response(Buffer.concat(chunks), { headers: { "content-type": type } })
          .formData()
          .then((form) => [...form.keys()].toSorted())
          .catch(String)
          .then((parts) => {
            response.setHeader("content-type", "application/json").end(JSON.stringify({ type, parts }));
          });
      });
    });
  }

  it.each([
    { what: "as it is", options: {} },
    {
      what: "of a client with a content type for its other bodies",
      options: { headers: { "Content-Type": "application/json" } },
    },
  ])("$what has a boundary by which a server reads its parts", async ({ options }) => {
    const { url } = await photoServer();

    await expect(upload(createWarung({ baseUrl: url, ...options }))).resolves.toEqual({
      type: expect.stringMatching(/^multipart\/form-data; ?boundary=\S+$/) as unknown,
      parts: ["photo", "title"],
    });
  });

  it("that passes through a middleware has it, too", async () => {
    const { url } = await photoServer();
    const client = createWarung({ baseUrl: url, middleware: [(request, next) => next(request)] });

    await expect(upload(client)).resolves.toMatchObject({ parts: ["photo", "title"] });
  });

  it.each(["content-type", "Content-Type", "CONTENT-TYPE"])(
    "for which a call gives a %s is refused",
    async (name) => {
      const { url, requests } = await photoServer();

      const error = await failureOf(
        upload(createWarung({ baseUrl: url }), { [name]: "multipart/form-data" }),
        ConfigurationError,
      );

      expect(error.message).toContain("boundary");
      expect(requests).toHaveLength(0);
    },
  );

  it("for which a middleware gives a content type is refused", async () => {
    const { url, requests } = await photoServer();
    const headers = { "Content-Type": "multipart/form-data" };
    const client = createWarung({
      baseUrl: url,
      middleware: [(request, next) => next({ ...request, headers })],
    });

    expect((await failureOf(upload(client), ConfigurationError)).message).toContain("boundary");
    expect(requests).toHaveLength(0);
  });
});
