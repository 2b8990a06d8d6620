import type { Profile } from "../../model/target.ts";

export const copilot: Profile = {
  id: "copilot",
  title: "Copilot CLI",
  packages: ["@github/copilot"],
  command: "copilot",
  headless: {
    first: ["-p", "{prompt}", "--allow-all-tools", "--allow-all-paths"],
    next: ["-p", "{prompt}", "--allow-all-tools", "--allow-all-paths"],
  },
  env: { COPILOT_PROVIDER_BASE_URL: "https://api.openai.com/v1", COPILOT_MODEL: "gpt-4o" },
  credentials: [
    {
      env: "COPILOT_PROVIDER_API_KEY",
      shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}",
      meantFor: ["api.openai.com"],
    },
  ],
  protocol: "openai",
  documented: [],
  ownConfig: [".copilot"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "It is driven with a provider of one's own, whose base URL may itself change what it does.",
  ],
};
