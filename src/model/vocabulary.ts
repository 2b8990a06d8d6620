/**
 * The model: the words every room shares. *Sent* and *received* are from the tool's side; the ends of a
 * connection are *client* (the tool) and *upstream* (whoever it meant to reach). A *flow* is one connection,
 * an *exchange* one request with its response, a *capture* the recorded evidence, an *artifact* shipped code.
 * The lists below are closed: `docs` and `schema/` follow them.
 */

/** Phases of a session, in the order in which a session meets them. */
export const PHASES = [
  "install",
  "startup",
  "prompt",
  "search",
  "read",
  "edit",
  "command",
  "fetch",
  "second-prompt",
  "idle",
  "exit",
] as const;
export type Phase = (typeof PHASES)[number];

export const FINDING_KINDS = [
  "destination",
  "data-sent",
  "file-content-sent",
  "credential-to-other-endpoint",
  "egress-before-prompt",
  "environment-dependent-egress",
  "opt-out-ineffective",
  "file-read-outside-workspace",
  "command-executed",
  "action-without-approval",
  "code-downloaded",
  "self-update",
  "persistence",
  "hidden-constant",
  "environment-probe",
  "confusable-selector",
  "opaque-flow",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const LEVELS = ["info", "note", "attention"] as const;
export type Level = (typeof LEVELS)[number];

export const CONFIDENCES = ["reproduced", "statistical", "observed", "static"] as const;

export const DATA_CATEGORIES = [
  "prompt",
  "conversation",
  "source-code",
  "directory-listing",
  "file-path",
  "tool-output",
  "git-identity",
  "git-remote",
  "git-history",
  "hostname",
  "username",
  "device-id",
  "session-id",
  "account-id",
  "credential",
  "env-value",
  "timezone",
  "locale",
  "os",
  "hardware",
  "network-config",
  "ip-address",
  "proxy-config",
  "process-list",
  "package-list",
  "mcp-config",
  "usage-metrics",
  "error-report",
  "base-url",
  "derived-classification",
] as const;
export type DataCategory = (typeof DATA_CATEGORIES)[number];

export const FACTOR_NAMES = [
  "timezone",
  "locale",
  "proxy",
  "base-url",
  "hostname",
  "username",
  "git-remote",
  "git-email",
  "cwd",
  "env-var",
  "home-files",
  "clock",
  "dns-domain",
  "opt-out",
  "remote-config",
  "reachability",
  "auth",
  "session-state",
  "driver",
  "local-service",
  "dns-answer",
] as const;
export type FactorName = (typeof FACTOR_NAMES)[number];

export const CHANNEL_PROTOCOLS = [
  "https",
  "http",
  "wss",
  "ws",
  "grpc",
  "dns",
  "tcp",
  "udp",
  "quic",
  "tls",
  "ssh",
  "child-argv",
  "browser-open",
  "written-artifact",
] as const;
export type ChannelProtocol = (typeof CHANNEL_PROTOCOLS)[number];

export const PARTIES = ["model-api", "vendor", "third-party", "registry", "local", "unknown"] as const;
export type Party = (typeof PARTIES)[number];

export const FILE_CLASSES = ["workspace", "own-install", "own-config", "system", "other"] as const;
export type FileClass = (typeof FILE_CLASSES)[number];

export const MODEL_PROTOCOLS = ["anthropic", "openai", "openai-responses", "gemini"] as const;
export type ModelProtocol = (typeof MODEL_PROTOCOLS)[number];

export const TLS_OUTCOMES = ["intercepted", "rejected-our-ca", "tunnelled", "reset"] as const;
export const SESSION_OUTCOMES = ["completed", "timed-out", "crashed", "not-started"] as const;
export type SessionOutcome = (typeof SESSION_OUTCOMES)[number];
