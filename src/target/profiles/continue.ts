import type { Profile } from "../../model/target.ts";

export const continueCli: Profile = {
  id: "continue",
  title: "Continue",
  packages: ["@continuedev/cli"],
  command: "cn",
  headless: {
    first: ["-p", "--auto", "{prompt}"],
    next: ["-p", "--auto", "{prompt}"],
  },
  env: {},
  credentials: [
    { env: "OPENAI_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  documented: [],
  ownConfig: [".continue"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "It wants a config.yaml (--config) that names a model; none is planted.",
  ],
};
