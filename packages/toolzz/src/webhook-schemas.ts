import type { SchemaFor } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { addressFields, maybeList, maybeNumber, maybeText } from "./fields.ts";
import type { WebhookEvent } from "./webhook-events.ts";

type KnownEvents = Exclude<WebhookEvent, { readonly type: "other" }>;

/** The documented slugs that have a type here. */
export type KnownSlug = KnownEvents["type"];

type DataOf<Slug extends KnownSlug> = Extract<KnownEvents, { readonly type: Slug }>["data"];

const flagOrNumber = () => z.optional(z.nullable(z.union([z.boolean(), z.number()])));

const subjectFields = () => ({ id: maybeNumber(), name: maybeText() });

const subject = () => z.looseObject(subjectFields());

const userFields = () => ({
  ...subjectFields(),
  email: maybeText(),
  cpf: maybeText(),
  nickname: maybeText(),
  uuid: maybeText(),
});

const user = () => z.looseObject(userFields());

const school = () =>
  z.looseObject({
    id: maybeNumber(),
    role_id: maybeNumber(),
    created_at: maybeText(),
    updated_at: maybeText(),
  });

const institution = () =>
  z.looseObject({ id: maybeNumber(), schools: z.optional(z.nullable(z.array(school()))) });

const memberData = () =>
  z.looseObject({
    user: z.looseObject({
      ...userFields(),
      institution: z.optional(z.nullable(z.array(institution()))),
      date_of_birth: maybeText(),
      cnpj: maybeText(),
      phone: maybeText(),
      address: z.optional(z.nullable(z.looseObject(addressFields()))),
    }),
    formulario_respostas: maybeList(),
  });

const courseEnrollmentData = () =>
  z.looseObject({
    institution: z.optional(z.nullable(subject())),
    course: z.optional(z.nullable(subject())),
    enrollment: z.optional(
      z.nullable(
        z.looseObject({
          id: maybeNumber(),
          date_expire: maybeText(),
          course_id: maybeNumber(),
          actived: flagOrNumber(),
          status: maybeNumber(),
        }),
      ),
    ),
    user: user(),
  });

const trailCourse = () => z.looseObject({ id: maybeNumber(), title: maybeText() });

const trailCompletedData = () =>
  z.looseObject({
    institution: z.optional(z.nullable(subject())),
    user: user(),
    trail: z.optional(
      z.nullable(
        z.looseObject({
          ...subjectFields(),
          finished_at: maybeText(),
          courses: z.optional(z.nullable(z.array(trailCourse()))),
        }),
      ),
    ),
  });

const content = () =>
  z.looseObject({
    id: maybeNumber(),
    type: maybeNumber(),
    institution_id: maybeNumber(),
    school_id: maybeNumber(),
    course_id: maybeNumber(),
    lesson_id: maybeNumber(),
    content_id: maybeNumber(),
    answer: maybeText(),
    correct: flagOrNumber(),
    explanation: maybeText(),
    points: maybeNumber(),
    send_date: maybeText(),
    delivered: flagOrNumber(),
    date_delivery: maybeText(),
    content_delivery: maybeNumber(),
    current_time: maybeText(),
  });

const contentData = () =>
  z.looseObject({
    institution: z.optional(z.nullable(subject())),
    user: user(),
    content: z.optional(z.nullable(content())),
    course: z.optional(
      z.nullable(
        z.looseObject({ ...subjectFields(), certificate_id: maybeNumber(), progress: maybeNumber() }),
      ),
    ),
  });

/** The data of each documented event. */
export const eventData: { readonly [Slug in KnownSlug]: () => SchemaFor<DataOf<Slug>> } = {
  "members.created": memberData,
  "members.updated": memberData,
  "newslatter.created": memberData,
  "activities.course.enrollment": courseEnrollmentData,
  "activities.course.completed": courseEnrollmentData,
  "activities.trail.completed": trailCompletedData,
  "activities.content.completed": contentData,
  "activities.answered.activity": contentData,
};
