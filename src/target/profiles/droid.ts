import type { Profile } from "../../model/target.ts";

export const droid: Profile = {
  id: "droid",
  title: "Droid",
  packages: ["droid"],
  command: "droid",
  headless: {
    first: ["exec", "--skip-permissions-unsafe", "-m", "custom:gpt-4o", "{prompt}"],
    next: ["exec", "--skip-permissions-unsafe", "-m", "custom:gpt-4o", "{prompt}"],
  },
  env: {},
  credentials: [
    { env: "OPENAI_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  documented: [],
  ownConfig: [".factory"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "It wants customModels in ~/.factory/settings.json; none is planted.",
  ],
};
