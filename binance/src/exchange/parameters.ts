// Reads what a query asks for, and refuses what the real exchange refuses, with its codes and in its words.

import { intervals, type KlinesQuestion } from "./klines.ts";
import { findMarket, type Market } from "./market.ts";
import { Refusal } from "./refusal.ts";

const defaultLimit = 500;
const mostKlines = 1000;

const legalSymbol = "^[A-Z0-9-_.]{1,20}$";
const legalNumber = "^[0-9]{1,20}$";

export function readSymbol(query: URLSearchParams): Market {
  const symbol = readText(query, "symbol") ?? refuseMissing("symbol");
  checkCharacters("symbol", symbol, legalSymbol);
  return findMarket(symbol) ?? refuse(-1121, "Invalid symbol.");
}

export function readKlines(query: URLSearchParams): KlinesQuestion {
  const interval = readText(query, "interval") ?? refuseMissing("interval");
  if (!Object.hasOwn(intervals, interval)) refuse(-1120, "Invalid interval.");
  const limit = readNumber(query, "limit") ?? defaultLimit;
  if (limit === 0) refuse(-1130, "Data sent for parameter 'limit' is not valid.");
  return {
    interval: intervals[interval] ?? 0,
    startTime: readNumber(query, "startTime"),
    endTime: readNumber(query, "endTime"),
    limit: Math.min(limit, mostKlines),
  };
}

/** The real exchange ignores nothing: a misspelt name is an error. */
export function checkNames(query: URLSearchParams, known: readonly string[]): void {
  const names = [...query.keys()];
  if (new Set(names).size < names.length) refuse(-1101, "Duplicate values for a parameter detected.");
  const read = names.filter((name) => known.includes(name)).length;
  if (read === names.length) return;
  const counts = `read '${read}' parameter(s) but was sent '${names.length}'`;
  refuse(-1104, `Not all sent parameters were read; ${counts}.`);
}

function readText(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name) ?? undefined;
  return value === "" ? refuse(-1105, `Parameter '${name}' was empty.`) : value;
}

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  checkCharacters(name, text, legalNumber);
  return Number(text);
}

function checkCharacters(name: string, value: string, legal: string): void {
  if (new RegExp(legal).test(value)) return;
  refuse(-1100, `Illegal characters found in parameter '${name}'; legal range is '${legal}'.`);
}

function refuseMissing(name: string): never {
  refuse(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}

function refuse(code: number, message: string): never {
  throw new Refusal({ status: 400, code, message });
}
