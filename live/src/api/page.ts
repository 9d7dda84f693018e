// docs/api.md, from the same table as the routes: a test compares the two.

import type { Endpoint } from "./endpoint.ts";
import { schemas, type Schema } from "./schema.ts";

const head = `# The API

For people who look at DAGs and work on them with a program of their own: what \`pnpm scheduler\` answers over HTTP. \`pnpm
dags\` asks the same. \`GET /api/openapi.json\` has the whole of this page for tools.

\`\`\`
curl http://127.0.0.1:8793/api/dags
curl -X POST http://127.0.0.1:8793/api/dags/08_templated_path/runs -d '{"logicalDate": "2019-01-02"}'
curl -N http://127.0.0.1:8793/api/events
\`\`\`

Bodies and answers are JSON. Instants are in UTC, as in \`2019-01-01T00:00:00Z\`. Whatever is refused is a status of 4xx and one
sentence: \`{ "error": { "message": "…" } }\`; 404: there is no such thing; 409: there is one already; 400: the request does not fit.

On this machine nobody needs a token; but only its own names are answered as \`Host\`, and pages of other origins are refused. With
\`--host\` others can reach it, and then each request needs \`Authorization: Bearer TOKEN\`: a viewer may look, an operator may also
act. A body has at most 1 MiB, a page of a list 1,000 entries, a log or a file 16 MiB at a time.

## What can be asked
`;

export function apiPage(endpoints: readonly Endpoint[]): string {
  const shapes = Object.entries(schemas).map(([name, schema]) => shapeText(name, schema));
  return `${head}\n${endpoints.map(endpointText).join("\n")}\n## What is answered\n\n${shapes.join("\n")}`;
}

function endpointText(endpoint: Endpoint): string {
  const { method, path, summary, access, query = {}, headers = {}, body, answer } = endpoint;
  const fields = [
    ...fieldLines("query", query, []),
    ...fieldLines("header", headers, []),
    ...fieldLines("body", body?.properties ?? {}, body?.required ?? []),
  ];
  const role = access === "operator" ? " For operators." : "";
  const shape = answer.schema ? `: ${typeText(answer.schema)}` : "";
  return [
    `### \`${method.toUpperCase()} ${path}\``,
    "",
    `${summary}.${role}`,
    "",
    ...(fields.length > 0 ? [...fields, ""] : []),
    `Answers ${answer.status}${shape}. ${answer.description}`,
    "",
  ].join("\n");
}

function fieldLines(
  place: string,
  fields: Readonly<Record<string, Schema>>,
  required: readonly string[],
): string[] {
  return Object.entries(fields).map(([name, schema]) => {
    const must = required.includes(name) ? ", required" : "";
    const otherwise = schema.default === undefined ? "" : `, default ${String(schema.default)}`;
    const why = schema.description === undefined ? "" : `: ${schema.description}`;
    return `- ${place} \`${name}\` (${typeText(schema)}${must}${otherwise})${why}`;
  });
}

function shapeText(name: string, schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([field, each]) => `- \`${field}\`: ${typeText(each)}${each.description ? `, ${each.description}` : ""}`,
  );
  return [`### ${name}`, "", schema.description ?? "", "", ...fields, ""].join("\n");
}

function typeText(schema: Schema): string {
  if (schema.$ref) return schema.$ref.replace(/^.*\//, "");
  if (schema.enum) return schema.enum.map((each) => `\`${String(each)}\``).join(" or ");
  if (schema.items) return `list of ${typeText(schema.items)}`;
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([name, each]) => `\`${name}\`: ${typeText(each)}`);
    return `{ ${fields.join(", ")} }`;
  }
  if (schema.format === "date-time")
    return [schema.type].flat().includes("null") ? "instant or null" : "instant";
  return schema.type === undefined ? "any value" : [schema.type].flat().join(" or ");
}
