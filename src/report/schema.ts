import { z } from "zod";
import { auditSchema } from "../model/audit.ts";

/** The JSON Schema (draft 2020-12) of `audit.json`, as the text of `schema/audit.json`. */
export function auditJsonSchema(): string {
  const schema = z.toJSONSchema(auditSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify({ title: "Plainwire audit, version 1", ...schema }, null, 2)}\n`;
}
