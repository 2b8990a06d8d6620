import type { Profile } from "../../model/target.ts";

export const opencode: Profile = {
  id: "opencode",
  title: "opencode",
  packages: ["opencode-ai"],
  command: "opencode",
  headless: {
    first: ["run", "--auto", "-m", "openai/gpt-4o", "{prompt}"],
    next: ["run", "--auto", "-m", "openai/gpt-4o", "{prompt}"],
  },
  env: {},
  credentials: [
    { env: "OPENAI_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  documented: [],
  ownConfig: [".config/opencode", ".local/share/opencode"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "It asks a model catalogue first, which has to answer in the shape of models.dev.",
  ],
};
