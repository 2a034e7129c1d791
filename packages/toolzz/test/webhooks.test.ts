import { runInNewContext } from "node:vm";
import { KelasError } from "@kelaskit/core";
import { undeclaredKeys } from "@kelaskit/core/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidWebhookError, parseWebhook } from "../src/index.ts";
import { eventData, type KnownSlug } from "../src/webhook-schemas.ts";

// The shapes are those of the vendor's samples, the people are invented.
const member = {
  id: 2,
  name: "Aluna Exemplo",
  email: "learner@example.com",
  institution: [
    {
      id: 1,
      schools: [{ id: 1, role_id: 4, created_at: "29/06/2025 15:14:10", updated_at: "03/07/2025 14:29:04" }],
    },
  ],
  cpf: "000.000.000-01",
  nickname: null,
  uuid: null,
};
const user = { id: 2, name: "Aluna Exemplo", email: "learner@example.com" };
const enrollment = {
  institution: { id: 1 },
  course: { id: 7, name: "Excel" },
  enrollment: { id: 11, date_expire: null, course_id: 7, actived: 1, status: 1 },
  user: { ...user, cpf: "000.000.000-01", nickname: null, uuid: null },
};
const samples: Readonly<Record<KnownSlug, { readonly acao?: string; readonly data: object }>> = {
  "members.created": {
    acao: "cadastro",
    data: {
      user: {
        ...member,
        date_of_birth: "2000-01-01",
        cnpj: null,
        phone: "0800",
        address: {
          cep: "00000-000",
          uf: "SP",
          cidade: "São Paulo",
          bairro: "Centro",
          logradouro: "Rua Exemplo",
          numero: "1",
          complemento: null,
        },
      },
      formulario_respostas: [],
    },
  },
  "members.updated": { acao: "atualização", data: { user: member } },
  "newslatter.created": { acao: "accept_newslatter", data: { user: member } },
  "activities.course.enrollment": { data: enrollment },
  "activities.course.completed": { data: enrollment },
  "activities.trail.completed": {
    data: {
      institution: { id: 1 },
      user,
      trail: {
        id: 9,
        name: "Trilha",
        finished_at: "2026-01-05 18:56:47",
        courses: [{ id: 7, title: "Excel" }],
      },
    },
  },
  "activities.content.completed": {
    data: {
      user,
      content: {
        id: 4,
        institution_id: 1,
        school_id: 1,
        course_id: 7,
        lesson_id: 8,
        content_id: null,
        answer: null,
        correct: null,
        explanation: null,
        points: null,
        send_date: null,
        delivered: 0,
        current_time: null,
      },
      course: { id: 7, name: "Excel", certificate_id: null, progress: 50 },
    },
  },
  "activities.answered.activity": {
    data: {
      institution: { id: 1 },
      user: { ...user, uuid: null },
      course: { id: 7, name: "Excel" },
      content: {
        id: 5,
        type: 10,
        answer: "answers/5.pdf",
        correct: true,
        explanation: null,
        points: 10,
        date_delivery: "2026-01-05",
        content_delivery: 1,
        current_time: "00:01:00",
      },
    },
  },
};
const slugs = Object.keys(samples) as KnownSlug[];

function bodyOf(slug: KnownSlug) {
  const { acao, data } = samples[slug];
  const event = {
    name: "Evento",
    slug,
    send_at: "2026-01-05 12:00:00",
    ...(acao === undefined ? {} : { acao }),
  };
  return { event, data };
}

it.for(slugs)("%s has its type, unchanged and without drift", (slug) => {
  const body = bodyOf(slug);
  expect(parseWebhook(JSON.stringify(body))).toEqual({ type: slug, ...body, drift: [] });
});

it.for(slugs)("every field of the sample of %s is declared", (slug) => {
  expect(undeclaredKeys(eventData[slug], samples[slug].data)).toEqual([]);
});

it("every known event has a sample", () => {
  expect(slugs.toSorted()).toEqual(Object.keys(eventData).toSorted());
});

it("the type determines the data", () => {
  const event = parseWebhook(bodyOf("activities.trail.completed"));
  if (event.type !== "activities.trail.completed") throw new Error("Expected a completed trail.");
  expect(event.data.trail?.courses?.[0]?.title).toBe("Excel");
});

it("bytes and parsed bodies are accepted like text", () => {
  const body = bodyOf("members.updated");
  const event = parseWebhook(JSON.stringify(body));
  expect(parseWebhook(new TextEncoder().encode(JSON.stringify(body)))).toEqual(event);
  expect(parseWebhook(body)).toEqual(event);
});

it("a byte order mark is removed from text and bytes", () => {
  const text = `\uFEFF${JSON.stringify(bodyOf("members.updated"))}`;
  expect(parseWebhook(text)).toHaveProperty("type", "members.updated");
  expect(parseWebhook(new TextEncoder().encode(text))).toHaveProperty("type", "members.updated");
});

it("bytes from another realm are accepted", () => {
  const bytes: unknown = runInNewContext("new Uint8Array(bytes)", {
    bytes: [...new TextEncoder().encode(JSON.stringify(bodyOf("members.updated")))],
  });
  expect(bytes).not.toBeInstanceOf(Uint8Array);
  expect(parseWebhook(bytes as Uint8Array)).toHaveProperty("type", "members.updated");
});

it("bytes that are not UTF-8 are refused", () => {
  const bytes = Buffer.from(JSON.stringify(bodyOf("members.updated")).replace("Aluna", "Aluná"), "latin1");
  expect(() => parseWebhook(bytes)).toThrow("toolzz parseWebhook: the body is not UTF-8");
});

it("an event without a type here is returned unchanged", () => {
  const events = fc.record({
    event: fc.record({
      slug: fc.string({ minLength: 1 }).filter((slug) => !slugs.some((known) => known === slug)),
    }),
    data: fc.jsonValue(),
  });
  fc.assert(
    fc.property(events, (sent) => {
      const { type, event, data } = parseWebhook(JSON.stringify(sent));
      expect(type).toBe("other");
      expect(JSON.stringify({ event, data })).toBe(JSON.stringify(sent));
    }),
  );
});

it("any body is an event or refused", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), (body) => {
      try {
        expect(parseWebhook(body)).toHaveProperty("type");
      } catch (error) {
        expect(InvalidWebhookError.isInstance(error)).toBe(true);
      }
    }),
  );
});

it.for(["shop.product.redemption", "course.enrollment.created", "constructor", "toString"])(
  "%s is returned unchanged",
  (slug) => {
    const body = { event: { slug, send_at: "2026-01-05 12:00:00", extra: 1 }, data: { anything: [1] } };
    expect(parseWebhook(JSON.stringify(body))).toEqual({ type: "other", ...body });
  },
);

it("an unknown event may have no data", () => {
  expect(parseWebhook({ event: { slug: "ping" } })).toEqual({
    type: "other",
    event: { slug: "ping" },
    data: undefined,
  });
});

it("fields that differ from the documentation are listed, and nothing is dropped", () => {
  const data = {
    user: { ...member, id: "2", institution: [{ id: "1" }, { id: "2" }], extra: true },
    more: 1,
  };
  const event = parseWebhook({ event: { slug: "members.updated" }, data });
  expect(event).toEqual({
    type: "members.updated",
    event: { slug: "members.updated" },
    data,
    drift: ["user.id", "user.institution[].id"],
  });
});

it("0, 1 and booleans are accepted where the vendor documents a boolean", () => {
  for (const actived of [0, 1, true, false]) {
    const data = { ...enrollment, enrollment: { ...enrollment.enrollment, actived } };
    expect(parseWebhook({ event: { slug: "activities.course.enrollment" }, data })).toHaveProperty(
      "drift",
      [],
    );
  }
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("Expected the call to throw.");
}

describe("a body that is not an event", () => {
  it.for([
    ["", "the body is not JSON (0 characters)"],
    ["event=1", "the body is not JSON (7 characters)"],
    ['{"event":{"slug":"members.upd', "the body is not JSON (29 characters)"],
    ["null", "the body is not an object"],
    ["[]", "the body is not an object"],
    ['"text"', "the body is not an object"],
    ["{}", "the body has no object `event`"],
    ['{"event":"members.updated"}', "the body has no object `event`"],
    ['{"event":{}}', "`event.slug` is not a non-empty string"],
    ['{"event":{"slug":""}}', "`event.slug` is not a non-empty string"],
    ['{"event":{"slug":7}}', "`event.slug` is not a non-empty string"],
    ['{"event":{"slug":"members.updated"}}', "the event members.updated has no object `data`"],
    ['{"event":{"slug":"members.updated"},"data":[]}', "the event members.updated has no object `data`"],
    ['{"event":{"slug":"members.updated"},"data":{}}', "the event members.updated has no object `data.user`"],
    [
      '{"event":{"slug":"members.updated"},"data":{"user":{}}}',
      "the event members.updated has neither `data.user.id` nor `data.user.email`",
    ],
    [
      '{"event":{"slug":"activities.course.completed"},"data":{"user":{"id":null,"email":""}}}',
      "the event activities.course.completed has neither `data.user.id` nor `data.user.email`",
    ],
  ] as const)("%s is refused", ([body, message]) => {
    expect(() => parseWebhook(body)).toThrow(InvalidWebhookError);
    expect(() => parseWebhook(body)).toThrow(`toolzz parseWebhook: ${message}`);
  });

  it("is recognized without instanceof, and contains no part of the body", () => {
    const error = thrownBy(() => parseWebhook('{"event": "learner@example.com'));
    expect(InvalidWebhookError.isInstance(error)).toBe(true);
    expect(KelasError.isInstance(error)).toBe(true);
    expect(String(error)).not.toContain("learner@example.com");
  });
});
