// A browser cannot send a token with each script and picture. So the first address has it, `/?token=…`, and a cookie that
// no script can read keeps it.

import type { Request, RequestHandler } from "express";

const name = "daglings_token";

export function cookieOf(request: Request): string | null {
  const pairs = (request.get("Cookie") ?? "").split(";").map((pair) => pair.trim().split("="));
  const found = pairs.find(([key]) => key === name)?.[1];
  return found !== undefined && /^[\w.~-]+$/.test(found) ? found : null;
}

/** The guard has admitted it already. */
export const tokenCookie: RequestHandler = (request, response, next) => {
  const { token } = request.query;
  if (typeof token !== "string") return next();
  response.cookie(name, token, { httpOnly: true, sameSite: "strict", path: "/" }).redirect(303, "/");
};
