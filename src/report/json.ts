import { z } from "zod";
import { auditSchema, type Audit } from "../model/audit.ts";

/**
 * `audit.json`: keys in the order of the schema; where the schema leaves keys open, in order of code units.
 * The same audit gives the same bytes.
 *
 * @throws ZodError when the value is no audit: a bug in whoever made it.
 */
export function renderJson(audit: Audit): string {
  const ordered = auditSchema.parse(audit);
  const { plainwire, sessions, findings, optOuts, observer, static: shipped } = ordered;
  const written: Audit = {
    ...ordered,
    plainwire: { ...plainwire, configuration: sortKeys(plainwire.configuration) },
    sessions: sessions.map((session) => ({ ...session, environment: sortKeys(session.environment) })),
    findings: findings.map((finding) => ({
      ...finding,
      ...(finding.condition === undefined ? {} : { condition: sortKeys(finding.condition) }),
      values: finding.values.map((value) => ({ ...value, environment: sortKeys(value.environment) })),
    })),
    optOuts: sortKeys(optOuts),
    observer: sortKeys(observer),
    static: sortKeys(shipped),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)])) as T;
}

/** The JSON Schema (draft 2020-12) of `audit.json`, as the text of `schema/audit.json`. */
export function auditJsonSchema(): string {
  const schema = z.toJSONSchema(auditSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify({ title: "Plainwire audit, version 1", ...schema }, null, 2)}\n`;
}
