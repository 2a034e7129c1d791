/** The head of every event. */
export interface EventHead {
  /** The kind of event, such as `members.created`. */
  readonly slug: string;
  /** The event's name in Portuguese. */
  readonly name?: string | null | undefined;
  /** When it was sent, as `YYYY-MM-DD HH:mm:ss`; the time zone is not documented. */
  readonly send_at?: string | null | undefined;
  /** The action, such as `cadastro`; only on some events. */
  readonly acao?: string | null | undefined;
}

/** A reference by id and name. */
export interface EventSubject {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
}

/** A user in most events. */
export interface EventUser extends EventSubject {
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The CPF, with dots and hyphen in the vendor's samples. */
  readonly cpf?: string | null | undefined;
  /** The nickname. */
  readonly nickname?: string | null | undefined;
  /** The UUID; null in all of the vendor's samples. */
  readonly uuid?: string | null | undefined;
}

/** A school of a member. */
export interface MemberSchool {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** The number of the member's role in it. */
  readonly role_id?: number | null | undefined;
  /** When it was created, as `DD/MM/YYYY HH:mm:ss`: not the format of `send_at`. */
  readonly created_at?: string | null | undefined;
  /** When it was last updated, as `DD/MM/YYYY HH:mm:ss`. */
  readonly updated_at?: string | null | undefined;
}

/** An institution of a member. */
export interface MemberInstitution {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** The member's schools in it. */
  readonly schools?: readonly MemberSchool[] | null | undefined;
}

/** A member's address. */
export interface MemberAddress {
  /** The postal code. */
  readonly cep?: string | null | undefined;
  /** The state, in two letters. */
  readonly uf?: string | null | undefined;
  /** The city. */
  readonly cidade?: string | null | undefined;
  /** The district. */
  readonly bairro?: string | null | undefined;
  /** The street. */
  readonly logradouro?: string | null | undefined;
  /** The house number. */
  readonly numero?: string | null | undefined;
  /** Additional address information. */
  readonly complemento?: string | null | undefined;
}

/** A member of an institution. */
export interface Member extends EventUser {
  /** The member's institutions. */
  readonly institution?: readonly MemberInstitution[] | null | undefined;
  /** The date of birth; only in `members.created`. */
  readonly date_of_birth?: string | null | undefined;
  /** The CNPJ; only in `members.created`. */
  readonly cnpj?: string | null | undefined;
  /** The phone number; only in `members.created`. */
  readonly phone?: string | null | undefined;
  /** The address; only in `members.created`. */
  readonly address?: MemberAddress | null | undefined;
}

/** The data of an event about a member. */
export interface MemberData {
  /** The member. */
  readonly user: Member;
  /** Answers in the registration form; only in `members.created`. That they are next to `user` is deduced. */
  readonly formulario_respostas?: readonly unknown[] | null | undefined;
}

/** A learner's enrollment in a course. */
export interface CourseEnrollment {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its last day, as `YYYY-MM-DD`; null without an end. */
  readonly date_expire?: string | null | undefined;
  /** The course's id. */
  readonly course_id?: number | null | undefined;
  /** Whether it was activated. The vendor calls it a boolean and prints 1, so both are accepted. */
  readonly actived?: number | boolean | null | undefined;
  /** 1 when active, otherwise 0. */
  readonly status?: number | null | undefined;
}

/** The data of an event about an enrollment in a course. */
export interface CourseEnrollmentData {
  /** The institution, without its name. */
  readonly institution?: EventSubject | null | undefined;
  /** The course. */
  readonly course?: EventSubject | null | undefined;
  /** The enrollment. */
  readonly enrollment?: CourseEnrollment | null | undefined;
  /** The learner. */
  readonly user: EventUser;
}

/** A course of a trail. */
export interface TrailCourse {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its title. */
  readonly title?: string | null | undefined;
}

/** A completed trail. */
export interface EventTrail extends EventSubject {
  /** When it was completed, as `YYYY-MM-DD HH:mm:ss`. */
  readonly finished_at?: string | null | undefined;
  /** Its courses. */
  readonly courses?: readonly TrailCourse[] | null | undefined;
}

/** The data of a completed trail. */
export interface TrailCompletedData {
  /** The institution, without its name. */
  readonly institution?: EventSubject | null | undefined;
  /** The learner. */
  readonly user: EventUser;
  /** The trail, with its courses. */
  readonly trail?: EventTrail | null | undefined;
}

/** The content that a learner completed or answered. */
export interface EventContent {
  /** The id of the record. */
  readonly id?: number | null | undefined;
  /** The kind of content, a number; only in `activities.answered.activity`. */
  readonly type?: number | null | undefined;
  /** The institution's id; this field and the next four only in `activities.content.completed`. */
  readonly institution_id?: number | null | undefined;
  /** The school's id. */
  readonly school_id?: number | null | undefined;
  /** The course's id. */
  readonly course_id?: number | null | undefined;
  /** The lesson's id. */
  readonly lesson_id?: number | null | undefined;
  /** The content's id. */
  readonly content_id?: number | null | undefined;
  /** The learner's answer, or its location. */
  readonly answer?: string | null | undefined;
  /** Whether the answer is correct; 1 and 0 are accepted too. */
  readonly correct?: boolean | number | null | undefined;
  /** The explanation of the answer. */
  readonly explanation?: string | null | undefined;
  /** The points for the answer. */
  readonly points?: number | null | undefined;
  /** When it was sent; only in `activities.content.completed`. */
  readonly send_date?: string | null | undefined;
  /** Whether it was delivered, 1 or 0; only in `activities.content.completed`. */
  readonly delivered?: boolean | number | null | undefined;
  /** The date of delivery, as `YYYY-MM-DD`; only in `activities.answered.activity`. */
  readonly date_delivery?: string | null | undefined;
  /** The kind of delivery, a number; only in `activities.answered.activity`. */
  readonly content_delivery?: number | null | undefined;
  /** The position in the content at that time. */
  readonly current_time?: string | null | undefined;
}

/** A course with the learner's progress. */
export interface EventCourse extends EventSubject {
  /** The id of its certificate; only in `activities.content.completed`. */
  readonly certificate_id?: number | null | undefined;
  /** The progress in percent; only in `activities.content.completed`. */
  readonly progress?: number | null | undefined;
}

/** The data of a completed content or an answered activity. */
export interface ContentData {
  /** The institution, without its name; only in `activities.answered.activity`. */
  readonly institution?: EventSubject | null | undefined;
  /** The learner. */
  readonly user: EventUser;
  /** The content. */
  readonly content?: EventContent | null | undefined;
  /** Its course. */
  readonly course?: EventCourse | null | undefined;
}

/** What every event has. */
export interface AnyEvent {
  /** The head, as the vendor sends it. */
  readonly event: EventHead;
}

/** An event whose slug the vendor documents. */
export interface KnownEvent<Slug extends string, Data> extends AnyEvent {
  /** The slug, which distinguishes the events. */
  readonly type: Slug;
  /** The data, as the vendor sends it. */
  readonly data: Data;
  /**
   * The fields of `data` that differ from the documentation, such as `user.institution[].id`; empty when none does. Check
   * it before you rely on a field's type.
   */
  readonly drift: readonly string[];
}

/** A user was registered, by any means. */
export type MemberCreatedEvent = KnownEvent<"members.created", MemberData>;
/** A user or their status was updated: the vendor sends the same event for both. */
export type MemberUpdatedEvent = KnownEvent<"members.updated", MemberData>;
/** A user subscribed to the newsletter. The vendor misspells the slug. */
export type NewsletterAcceptedEvent = KnownEvent<"newslatter.created", MemberData>;
/** A learner was enrolled in a course, including by this API. */
export type CourseEnrollmentEvent = KnownEvent<"activities.course.enrollment", CourseEnrollmentData>;
/** A learner completed a course. */
export type CourseCompletedEvent = KnownEvent<"activities.course.completed", CourseEnrollmentData>;
/** A learner completed a trail. */
export type TrailCompletedEvent = KnownEvent<"activities.trail.completed", TrailCompletedData>;
/** A learner completed a content. */
export type ContentCompletedEvent = KnownEvent<"activities.content.completed", ContentData>;
/** A learner answered an activity. */
export type ActivityAnsweredEvent = KnownEvent<"activities.answered.activity", ContentData>;

/** An event with any other slug, unchanged. */
export interface OtherEvent extends AnyEvent {
  /** Marks an event without a type here; its slug is in `event.slug`. */
  readonly type: "other";
  /** The data, as the vendor sends it. */
  readonly data: unknown;
}

/** An event of a webhook; `type` distinguishes them. */
export type WebhookEvent =
  | MemberCreatedEvent
  | MemberUpdatedEvent
  | NewsletterAcceptedEvent
  | CourseEnrollmentEvent
  | CourseCompletedEvent
  | TrailCompletedEvent
  | ContentCompletedEvent
  | ActivityAnsweredEvent
  | OtherEvent;
