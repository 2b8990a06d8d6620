import type { Documented, Profile } from "../../model/target.ts";

const NETWORK_PAGE = "https://code.claude.com/docs/ko/network-config";
const EARLIER_NETWORK_PAGE = "https://docs.claude.com/zh-CN/docs/claude-code/network-config";
const DATA_PAGE = "https://docs.anthropic.com/ja/docs/claude-code/data-usage";
const date = "2026-11-21";

const TOOLS = "Read,Edit,Write,Grep,Glob,Bash,WebFetch,WebSearch";

/** Fixed, so that every session is the same: `--continue` finds no conversation of a `-p` run (seen with 2.1.91). */
const CONVERSATION = "5f3b8c1e-2a74-4d09-9c6b-7e1d40a85b32";

/** Its maker's network pages, in two editions that differ; each host under the edition that names it. */
const documented: Documented[] = [
  {
    host: "api.anthropic.com",
    party: "model-api",
    purpose: "Claude API endpoint",
    source: NETWORK_PAGE,
    date,
  },
  {
    host: "claude.ai",
    party: "vendor",
    purpose: "sign-in with a claude.ai account",
    source: NETWORK_PAGE,
    date,
  },
  {
    host: "platform.claude.com",
    party: "vendor",
    purpose: "sign-in with a Console account",
    source: NETWORK_PAGE,
    date,
  },
  {
    host: "statsig.anthropic.com",
    party: "vendor",
    purpose: "telemetry and metrics",
    source: EARLIER_NETWORK_PAGE,
    date,
  },
  { host: "sentry.io", party: "third-party", purpose: "error reports", source: DATA_PAGE, date },
];

export const claudeCode: Profile = {
  id: "claude-code",
  title: "Claude Code",
  packages: ["@anthropic-ai/claude-code"],
  command: "claude",
  headless: {
    first: [
      "-p",
      "{prompt}",
      "--session-id",
      CONVERSATION,
      "--output-format",
      "json",
      "--allowedTools",
      TOOLS,
    ],
    next: ["-p", "{prompt}", "--resume", CONVERSATION, "--output-format", "json", "--allowedTools", TOOLS],
  },
  env: {},
  credentials: [
    { env: "ANTHROPIC_API_KEY", shape: "sk-ant-api03-{base62:93}AA", meantFor: ["api.anthropic.com"] },
  ],
  protocol: "anthropic",
  documented,
  ownConfig: [".claude", ".claude.json"],
  unverified: [
    "The network pages were read as stored copies in the languages that their addresses name, not live.",
    "Which edition of the network page goes with which release of the tool.",
    "The shape of the key is the usual one, not one that its maker documents.",
  ],
};
