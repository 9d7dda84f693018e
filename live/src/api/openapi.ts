// The API in OpenAPI's form, from the same table as the routes.

import type { Endpoint } from "./endpoint.ts";
import { refer, schemas, type Schema } from "./schema.ts";

export function openApi(endpoints: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace("{*path}", "{path}");
    (paths[path] ??= {})[endpoint.method] = operation(endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Daglings",
      version,
      description: "The scheduler that runs here, asked and told by HTTP.",
    },
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
    security: [{}, { token: [] }],
  };
}

function operation(endpoint: Endpoint): object {
  const { summary, access, body, answer } = endpoint;
  const { contentType = "application/json", schema } = answer;
  const content = { [contentType]: schema ? { schema } : {} };
  const refusal = { description: "A refusal.", content: { "application/json": { schema: refer("Error") } } };
  return {
    summary,
    description: access === "operator" ? "For operators." : "For viewers and operators.",
    operationId: operationId(endpoint),
    parameters: parameters(endpoint),
    ...(body ? { requestBody: { content: { "application/json": { schema: body } } } } : {}),
    responses: { [answer.status]: { description: answer.description, content }, "4XX": refusal },
  };
}

/** `GET /api/dags/{dagId}/runs` is `getDagsRuns`. */
function operationId({ method, path }: Endpoint): string {
  const words = path.replace("/api", "").split("/").filter(Boolean);
  const named = words.map((word) => word.replace(/^\{\*?(\w+)\}$/, "By $1").split(" "));
  const parts = named.flat().map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method + parts.join("").replaceAll(/[^A-Za-z]/g, "");
}

function parameters({ path, query = {}, headers = {} }: Endpoint): object[] {
  const inPath = [...path.matchAll(/\{\*?(\w+)\}/g)].map(([, name = ""]) => {
    return { name, in: "path", required: true, schema: { type: "string" } };
  });
  const others = (place: "query" | "header", fields: Readonly<Record<string, Schema>>) =>
    Object.entries(fields).map(([name, { description, ...schema }]) => {
      return { name, in: place, required: false, schema, ...(description ? { description } : {}) };
    });
  return [...inPath, ...others("query", query), ...others("header", headers)];
}
