import type { Issue } from "./errors.ts";

/** The HTTP methods that vendors use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * How well a route is known, the best first. `documented`: the vendor documents the method and path. `observed`: they were seen in
 * other working code or in real traffic. `deduced`: they follow from documented parts. `proposed`: they are a guess, based on
 * conventions.
 */
export type Evidence = "documented" | "observed" | "deduced" | "proposed";

/**
 * Any zod-like schema whose output is `T`. Only this one property is compared: comparing whole schema types
 * takes many seconds with hundreds of operations.
 */
export interface SchemaFor<T> {
  /** zod's own marker. */
  readonly _zod: {
    /** The schema's output type. */
    readonly output: T;
  };
}

/** A schema that is built when it is first needed, not at import. */
export type SchemaThunk<T> = () => SchemaFor<T>;

/**
 * How a list or an object is written in a query string or a form: `json` as JSON text, `comma` as `a,b`,
 * `brackets` as `ids[]=a&ids[]=b`. By default a list is repeated as `ids=a&ids=b`, and an object is an error.
 * In a JSON body only `json` has an effect: the field becomes a string that contains JSON.
 */
export type FieldEncoding = "json" | "comma" | "brackets";

/** What a rule over several parameters finds; the rest of the issue is derived from the value. */
export type RuleIssue = Pick<Issue, "field" | "expected">;

/** What fetch accepts as a body. Not the DOM's `BodyInit`, because programs for Node may have no DOM types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** A reply that is not JSON: a PDF, a CSV file, an archive. */
export interface BinaryReply {
  /** The bytes, as received. */
  readonly bytes: Uint8Array;
  /** The media type, without its parameters. */
  readonly mediaType: string;
  /** The file name that the vendor proposes in `content-disposition`. */
  readonly fileName: string | undefined;
}

/** Everything that is known about one operation of a vendor, as data. Client, mock, command line and documentation use the same object. */
export interface OperationDeclaration<Params, Reply> {
  /** The public name, `resource.method`: the key of `routes` overrides and of the mock's `fail()`. */
  readonly name: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /** The path after the base URL, with its variables in braces: `/v1/products/{productId}`. */
  readonly path: string;
  /** How well the route is known. */
  readonly evidence: Evidence;
  /** The name of the server that answers it, if the vendor has several: a key of the definition's `servers`. @default the vendor's first, `baseUrl` */
  readonly server?: string;
  /** The schema of the parameters; if omitted, the operation has none. */
  readonly params?: SchemaThunk<Params>;
  /** The schema of a successful reply. Ignored for binary replies. */
  readonly response: SchemaThunk<Reply>;
  // A method and not a property, so that any declaration fits `AnyDeclaration`: methods are compared bivariantly.
  /**
   * Rules over several parameters that a schema cannot express, checked before anything is sent. `expected` is a clause such
   * as `is required together with cityId`.
   */
  rules?(params: Params): readonly RuleIssue[];
  /** Parameters that belong in the query although the method has a body. */
  readonly query?: readonly (keyof Params & string)[];
  /** Parameters that belong in the body although the method usually has none. */
  readonly body?: readonly (keyof Params & string)[];
  /** How lists and objects are written in the query, in a form, or as a string inside a JSON body. */
  readonly encode?: { readonly [Field in keyof Params]?: FieldEncoding };
  /** How the body is encoded. @default the client's, usually "json" */
  readonly bodyType?: "json" | "form" | "multipart";
  /** Path variables at the end of the path that may be omitted. */
  readonly optional?: readonly (keyof Params & string)[];
  /** Sending it twice has the same effect as sending it once, so it may be retried. GET, HEAD, PUT and DELETE are idempotent by default. */
  readonly idempotent?: boolean;
  /** True for a POST that only reads, false for a GET that changes something. @default true for GET and HEAD */
  readonly safe?: boolean;
  /**
   * Parameters that the client supplies when the call does not, such as the id of a store: optional in the interface of
   * the parameters, required in their schema.
   */
  readonly clientParams?: readonly (keyof Params & string)[];
  /** Which of the client's credentials to use; `false` for none. @default the client's first */
  readonly auth?: string | false;
  /** The format of a successful reply. @default "json" */
  readonly media?: "json" | "binary";
  /** Parameters that are secrets, such as a password: their values are removed from the vendor's error messages. */
  readonly secretParams?: readonly (keyof Params & string)[];
  /**
   * Marks a request for a token. Its reply is always validated strictly, it goes to the front of the limiter's queue, and neither
   * its parameters nor its reply appear in an error, a log line or a middleware.
   */
  readonly tokenRequest?: boolean;
  /** Why it is deprecated, and what to use instead. */
  readonly deprecated?: string;
}

/** A declaration without its parameter and reply types, as core uses it. */
export interface AnyDeclaration extends Omit<
  OperationDeclaration<Record<string, unknown>, unknown>,
  "params" | "response" | "rules"
> {
  /** The schema of the parameters. */
  readonly params?: SchemaThunk<unknown>;
  /** The schema of a successful reply. */
  readonly response: SchemaThunk<unknown>;
  /** Rules over several parameters. */
  rules?(params: object): readonly RuleIssue[];
}
