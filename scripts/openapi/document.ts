// Creates an OpenAPI 3.1 document of a vendor from its declarations: routes, evidence, parameters, bodies and replies,
// described by the comments in the sources.
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type { Resource } from "../operations/declared.ts";
import { describe, type JsonSchema, propertiesOf, toJsonSchema } from "./schemas.ts";
import type { OperationDocs, SourceDocs } from "./source-docs.ts";
import type { VendorFacts } from "./vendors.ts";

interface SplitParams {
  readonly parameters: JsonSchema[];
  readonly body: { readonly properties: Record<string, JsonSchema>; readonly required: string[] };
}

const evidenceWords = {
  documented: "The vendor documents this route.",
  observed: "This route was observed in other working code; the vendor does not print it.",
  deduced: "This route is deduced from what the vendor prints; the vendor does not print the route itself.",
  proposed: "This route is proposed by Kelaskit; the vendor's document does not contain it.",
} as const;

function asParameter(
  name: string,
  place: string,
  required: boolean,
  schema: JsonSchema,
  encoding: string | undefined,
): JsonSchema {
  const { description, ...rest } = schema;
  const shared = {
    name: encoding === "brackets" ? `${name}[]` : name,
    in: place,
    required,
    ...(description === undefined ? {} : { description }),
  };
  if (encoding === "json") return { ...shared, content: { "application/json": { schema: rest } } };
  return { ...shared, ...(encoding === "comma" ? { style: "form", explode: false } : {}), schema: rest };
}

/** Where each parameter goes, by core's rule: to the path if it is one of its variables, otherwise by the method. */
function splitParams(
  declaration: AnyDeclaration,
  docs: OperationDocs | undefined,
  sources: SourceDocs,
  components: Record<string, JsonSchema>,
): SplitParams {
  const { method, path, query = [], body = [], encode = {}, params, clientParams = [] } = declaration;
  const split: SplitParams = { parameters: [], body: { properties: {}, required: [] } };
  if (params === undefined) return split;
  const schema = toJsonSchema(params, `${declaration.name}.params`, components);
  describe(schema, docs?.params, sources);
  const { properties, required } = propertiesOf(schema);
  for (const [name, property] of Object.entries(properties)) {
    const encoding = (encode as Readonly<Record<string, string | undefined>>)[name];
    const isRequired = required.includes(name);
    const toQuery = query.includes(name) || (method === "GET" && !body.includes(name));
    if (path.includes(`{${name}}`)) {
      split.parameters.push(asParameter(name, "path", true, property, undefined));
    } else if (toQuery || method === "HEAD") {
      split.parameters.push(asParameter(name, "query", isRequired, property, encoding));
    } else {
      const { description, ...inner } = property;
      const asText = {
        type: "string",
        contentMediaType: "application/json",
        contentSchema: inner,
        ...(description === undefined ? {} : { description }),
      };
      split.body.properties[name] = encoding === "json" ? asText : property;
      if (isRequired && !clientParams.includes(name)) split.body.required.push(name);
    }
  }
  return split;
}

const mediaTypes = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
} as const;

function requestBody(
  declaration: AnyDeclaration,
  body: SplitParams["body"],
  bodyType: keyof typeof mediaTypes,
): JsonSchema {
  const { properties, required } = body;
  if (Object.keys(properties).length === 0) return {};
  const schema = { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
  const type = mediaTypes[declaration.bodyType ?? bodyType];
  return { requestBody: { required: required.length > 0, content: { [type]: { schema } } } };
}

function responses(
  declaration: AnyDeclaration,
  docs: OperationDocs | undefined,
  sources: SourceDocs,
  components: Record<string, JsonSchema>,
): JsonSchema {
  const errors = { description: "An error, in the vendor's format." };
  if (declaration.media === "binary") {
    const file = { schema: { contentMediaType: "application/octet-stream" } };
    return {
      "2XX": { description: "The file.", content: { "application/octet-stream": file } },
      default: errors,
    };
  }
  const schema = toJsonSchema(declaration.response, `${declaration.name}.reply`, components);
  describe(schema, docs?.reply, sources);
  const isUnknown = Object.keys(schema).length === 0;
  const description = isUnknown ? "Success. The vendor does not document the reply." : "Success.";
  return { "2XX": { description, content: { "application/json": { schema } } }, default: errors };
}

/** The paths of a declaration: two if its last variable may be left out, because OpenAPI has no optional path variables. */
function pathsOf({
  path,
  optional = [],
}: AnyDeclaration): readonly { readonly path: string; readonly without: string | undefined }[] {
  return [
    { path, without: undefined },
    ...optional.map((name) => ({ path: path.replace(`/{${name}}`, ""), without: name })),
  ];
}

/** The server of an operation, if it is not the vendor's first. */
function serversOf(vendor: VendorFacts, { name, server }: AnyDeclaration): JsonSchema {
  if (server === undefined) return {};
  const known = vendor.servers?.[server];
  if (known === undefined)
    throw new Error(`${name}: scripts/openapi/vendors.ts has no address of the server ${server}.`);
  return { servers: [typeof known === "string" ? { url: known } : known] };
}

/** What an OpenAPI document is created from. */
export interface DocumentSource {
  readonly vendor: VendorFacts;
  readonly version: string;
  readonly resources: readonly Resource[];
  readonly sources: SourceDocs;
}

/** Creates the document. */
export function openApiDocument({ vendor, version, resources, sources }: DocumentSource): JsonSchema {
  const [usual = ""] = Object.keys(vendor.credentials);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const components: Record<string, JsonSchema> = {};
  for (const { name: tag, declarations } of resources) {
    for (const declaration of declarations) {
      const docs = sources.operation(declaration.name);
      const { parameters, body } = splitParams(declaration, docs, sources, components);
      const words = [docs?.description, evidenceWords[declaration.evidence]].filter(
        (part) => part !== undefined,
      );
      for (const { path, without } of pathsOf(declaration)) {
        const place = (paths[path] ??= {});
        const method = declaration.method.toLowerCase();
        if (place[method] !== undefined)
          throw new Error(`${declaration.name}: another operation has ${method} ${path} too.`);
        place[method] = {
          tags: [tag],
          operationId: without === undefined ? declaration.name : `${declaration.name}.without.${without}`,
          summary: docs?.summary ?? declaration.name,
          description: words.join("\n\n"),
          "x-kelaskit-evidence": declaration.evidence,
          ...serversOf(vendor, declaration),
          ...(declaration.deprecated === undefined ? {} : { deprecated: true }),
          ...(declaration.auth === false
            ? { security: [] }
            : { security: [{ [declaration.auth ?? usual]: [] }] }),
          ...(parameters.length === 0
            ? {}
            : { parameters: parameters.filter(({ name }) => name !== without) }),
          ...requestBody(declaration, body, vendor.bodyType),
          responses: responses(declaration, docs, sources, components),
        };
      }
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: `${vendor.title}, as known to Kelaskit`,
      version,
      description:
        "Generated from the declarations of the TypeScript client. It is not the vendor's document: " +
        "`x-kelaskit-evidence` says how well the route of each operation is known.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [vendor.server],
    tags: resources.map(({ name }) => ({ name })),
    paths,
    components: {
      securitySchemes: vendor.credentials,
      ...(Object.keys(components).length === 0 ? {} : { schemas: components }),
    },
  };
}
