// docker-compose.yml as docker-compose itself reads it: variables filled in, anchors resolved.

import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";
import { parse } from "yaml";
import { isThere } from "./machine.ts";
import { ask, tell } from "./tool.ts";

export interface Service {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly working_dir?: string;
  readonly hostname?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  /** NONE: it is switched off. */
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly profiles?: readonly string[];
  readonly restart?: string;
}

export type Services = Readonly<Record<string, Service>>;

export async function readServices(file: string): Promise<Services> {
  const profiles = ["kit", "postgres", "temporal"].flatMap((name) => ["--profile", name]);
  const asked = ["docker-compose", "-f", file, ...profiles, "config"];
  const { services } = parse(await tell(asked)) as { readonly services: Services };
  return services;
}

/** The Compose specification's schema comes with its own Go module. */
const specification = "github.com/compose-spec/compose-go/v2@v2.9.0";

/** What does not fit. Null if there is no Go that can fetch the schema. */
export async function holdToSchema(file: string): Promise<string[] | null> {
  if (!isThere("go")) return null;
  const told = await ask(["go", "mod", "download", "-json", specification], { cwd: tmpdir() });
  if (told.exitCode !== 0) return null;
  const { Dir } = JSON.parse(told.stdout) as { readonly Dir: string };
  const path = join(Dir, "schema", "compose-spec.json");
  const { $schema: _draft07, ...schema } = JSON.parse(readFileSync(path, "utf8")) as AnySchemaObject;
  const isFit = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  if (isFit(parse(readFileSync(file, "utf8"), { merge: true }))) return [];
  return (isFit.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
