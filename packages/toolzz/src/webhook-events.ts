/** What stands at the head of every event. */
export interface EventHead {
  /** The kind of event, as in `members.created`. */
  readonly slug: string;
  /** The event's name in Portuguese. */
  readonly name?: string | null | undefined;
  /** When it was sent, as `YYYY-MM-DD HH:mm:ss`; the zone is not documented. */
  readonly send_at?: string | null | undefined;
  /** What was done, as in `cadastro`; only on some events. */
  readonly acao?: string | null | undefined;
}

/** Something with an id and a name. */
export interface EventSubject {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
}

/** A user as most events name them. */
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
  /** Since when, as `DD/MM/YYYY HH:mm:ss`: not the form of `send_at`. */
  readonly created_at?: string | null | undefined;
  /** The last change, as `DD/MM/YYYY HH:mm:ss`. */
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
  /** The house's number. */
  readonly numero?: string | null | undefined;
  /** What else the address needs. */
  readonly complemento?: string | null | undefined;
}

/** A member of an institution. */
export interface Member extends EventUser {
  /** The institutions that the member belongs to. */
  readonly institution?: readonly MemberInstitution[] | null | undefined;
  /** The day of birth; only in `members.created`. */
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
  /** Answers in the registration form; only in `members.created`. Their place beside `user` is deduced. */
  readonly formulario_respostas?: readonly unknown[] | null | undefined;
}

/** A learner's enrollment in a course. */
export interface CourseEnrollment {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its last day, as `YYYY-MM-DD`; null for none. */
  readonly date_expire?: string | null | undefined;
  /** The course's id. */
  readonly course_id?: number | null | undefined;
  /** Whether it was activated: 1 or 0. The vendor calls it a boolean and prints 1, so that both are let through. */
  readonly actived?: number | boolean | null | undefined;
  /** 1 when active, else 0. */
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

/** A trail that was finished. */
export interface EventTrail extends EventSubject {
  /** When it was finished, as `YYYY-MM-DD HH:mm:ss`. */
  readonly finished_at?: string | null | undefined;
  /** Its courses. */
  readonly courses?: readonly TrailCourse[] | null | undefined;
}

/** The data of a finished trail. */
export interface TrailCompletedData {
  /** The institution, without its name. */
  readonly institution?: EventSubject | null | undefined;
  /** The learner. */
  readonly user: EventUser;
  /** The trail, with its courses. */
  readonly trail?: EventTrail | null | undefined;
}

/** What a learner has finished or answered. */
export interface EventContent {
  /** The id of the record. */
  readonly id?: number | null | undefined;
  /** The kind of content, a number; in `activities.answered.activity`. */
  readonly type?: number | null | undefined;
  /** The institution's id; this and the next four in `activities.content.completed`. */
  readonly institution_id?: number | null | undefined;
  /** The school's id. */
  readonly school_id?: number | null | undefined;
  /** The course's id. */
  readonly course_id?: number | null | undefined;
  /** The lesson's id. */
  readonly lesson_id?: number | null | undefined;
  /** The content's id. */
  readonly content_id?: number | null | undefined;
  /** The learner's answer, or where it lies. */
  readonly answer?: string | null | undefined;
  /** Whether the answer is right; 1 and 0 are let through too. */
  readonly correct?: boolean | number | null | undefined;
  /** What is said about the answer. */
  readonly explanation?: string | null | undefined;
  /** The points for it. */
  readonly points?: number | null | undefined;
  /** When it was sent; in `activities.content.completed`. */
  readonly send_date?: string | null | undefined;
  /** Whether it was delivered: 1 or 0; in `activities.content.completed`. */
  readonly delivered?: boolean | number | null | undefined;
  /** The day of delivery, as `YYYY-MM-DD`; in `activities.answered.activity`. */
  readonly date_delivery?: string | null | undefined;
  /** The kind of delivery, a number; in `activities.answered.activity`. */
  readonly content_delivery?: number | null | undefined;
  /** The position in the content at that moment. */
  readonly current_time?: string | null | undefined;
}

/** A course with the learner's progress in it. */
export interface EventCourse extends EventSubject {
  /** The id of its certificate; in `activities.content.completed`. */
  readonly certificate_id?: number | null | undefined;
  /** The progress in per cent; in `activities.content.completed`. */
  readonly progress?: number | null | undefined;
}

/** The data of a content that was finished, or of an activity that was answered. */
export interface ContentData {
  /** The institution, without its name; in `activities.answered.activity`. */
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
  /** The slug; what tells the events apart. */
  readonly type: Slug;
  /** The data, as the vendor sends it. */
  readonly data: Data;
  /**
   * The fields of `data` that differ from what is documented, as in `user.institution[].id`; empty when none does. Look
   * at it before you rely on a field's type.
   */
  readonly drift: readonly string[];
}

/** A new user was registered, in whatever way. */
export type MemberCreatedEvent = KnownEvent<"members.created", MemberData>;
/** A user was changed, or their state: the vendor sends the same for both. */
export type MemberUpdatedEvent = KnownEvent<"members.updated", MemberData>;
/** A user has accepted the newsletter. The slug is misspelt by the vendor. */
export type NewsletterAcceptedEvent = KnownEvent<"newslatter.created", MemberData>;
/** A learner was enrolled in a course, also by this API. */
export type CourseEnrollmentEvent = KnownEvent<"activities.course.enrollment", CourseEnrollmentData>;
/** A learner has finished a course. */
export type CourseCompletedEvent = KnownEvent<"activities.course.completed", CourseEnrollmentData>;
/** A learner has finished a trail. */
export type TrailCompletedEvent = KnownEvent<"activities.trail.completed", TrailCompletedData>;
/** A learner has finished a content. */
export type ContentCompletedEvent = KnownEvent<"activities.content.completed", ContentData>;
/** A learner has answered an activity. */
export type ActivityAnsweredEvent = KnownEvent<"activities.answered.activity", ContentData>;

/** An event of another slug, let through as it came. */
export interface OtherEvent extends AnyEvent {
  /** That the slug is none of the known ones; it stands in `event.slug`. */
  readonly type: "other";
  /** The data, as the vendor sends it. */
  readonly data: unknown;
}

/** An event of a webhook; `type` tells which. */
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
