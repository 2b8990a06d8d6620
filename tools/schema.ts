import { writeFileSync } from "node:fs";
import { auditJsonSchema } from "../src/report/json.ts";

/** Writes `schema/audit.json` from the types. Run after changing `src/model/audit.ts`: `node tools/schema.ts`. */
writeFileSync(new URL("../schema/audit.json", import.meta.url), auditJsonSchema());
