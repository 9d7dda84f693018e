// Checks input against the endpoint's schemas, and says in one sentence what does not fit.

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Endpoint } from "./endpoint.ts";
import { Refusal } from "./refusal.ts";
import { options } from "./schema.ts";

type Values = Readonly<Record<string, unknown>>;

export interface InputCheck {
  readonly query: (given: Values) => Values;
  readonly body: (given: unknown) => Values;
}

/** `format` is for readers: dates are read, and refused, like those of a DAG. */
const fromText = new Ajv({ coerceTypes: true, useDefaults: true, validateFormats: false });
const asIs = new Ajv({ useDefaults: true, validateFormats: false });

export function inputCheck({ query = {}, body }: Endpoint): InputCheck {
  const isQuery = fromText.compile(options({ ...query, token: { type: "string" } }));
  const isBody = asIs.compile(body ?? options({}));
  return {
    query: (given) => hold({ ...given }, isQuery, "the query"),
    body(given) {
      if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given))) {
        throw new Refusal(400, 'the body must be a JSON object, such as {"paused": true}');
      }
      return hold({ ...given }, isBody, "the body");
    },
  };
}

function hold(values: Values, fits: ValidateFunction, place: string): Values {
  if (fits(values)) return values;
  const [error] = fits.errors ?? [];
  throw new Refusal(400, error ? sentence(error, place) : `${place} does not fit`);
}

function sentence({ instancePath, keyword, params, message }: ErrorObject, place: string): string {
  const facts = params as Readonly<Record<string, unknown>>;
  const name = instancePath === "" ? place : `"${instancePath.slice(1).replaceAll("/", ".")}" in ${place}`;
  if (keyword === "additionalProperties") {
    return `${place} has "${String(facts["additionalProperty"])}", which is not known here; leave it out`;
  }
  if (keyword === "required") return `${place} lacks "${String(facts["missingProperty"])}"`;
  if (keyword === "enum") return `${name} must be one of ${String(facts["allowedValues"])}`;
  return `${name} ${message ?? "does not fit"}`;
}
