export { audit, DEFAULTS, judge, record, type AuditRequest } from "./audit.ts";
export { readCapture } from "./capture/reader.ts";
export type { Audit } from "./model/audit.ts";
export { auditJsonSchema } from "./report/json.ts";
