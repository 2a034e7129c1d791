/** Creates a handler of msw. */
export type MswHandlerMaker<Handler> = (
  path: RegExp,
  resolver: (info: { readonly request: Request }) => Promise<Response>,
) => Handler;

/** The part of msw that mocks require: the `http` of msw 2 or 3. */
export interface MswHttp<Handler> {
  readonly all: MswHandlerMaker<Handler>;
  readonly get: MswHandlerMaker<Handler>;
  readonly head: MswHandlerMaker<Handler>;
  readonly post: MswHandlerMaker<Handler>;
  readonly put: MswHandlerMaker<Handler>;
  readonly patch: MswHandlerMaker<Handler>;
  readonly delete: MswHandlerMaker<Handler>;
}

/** The function that creates handlers for a method. */
export function makerFor<Handler>(http: MswHttp<Handler>, method: string): MswHandlerMaker<Handler> {
  switch (method) {
    case "GET":
      return http.get;
    case "HEAD":
      return http.head;
    case "POST":
      return http.post;
    case "PUT":
      return http.put;
    case "PATCH":
      return http.patch;
    case "DELETE":
      return http.delete;
    default:
      throw new TypeError(`Mocks cannot answer the method ${method}.`);
  }
}
