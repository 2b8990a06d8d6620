import type { Profile } from "../../model/target.ts";

export const codex: Profile = {
  id: "codex",
  title: "Codex",
  packages: ["@openai/codex"],
  command: "codex",
  headless: {
    first: ["exec", "--json", "--dangerously-bypass-approvals-and-sandbox", "{prompt}"],
    next: ["exec", "--json", "--dangerously-bypass-approvals-and-sandbox", "{prompt}"],
  },
  env: {},
  credentials: [
    { env: "CODEX_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  protocol: "openai-responses",
  documented: [],
  ownConfig: [".codex"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
  ],
};
