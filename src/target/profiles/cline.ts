import type { Profile } from "../../model/target.ts";

export const cline: Profile = {
  id: "cline",
  title: "Cline",
  packages: ["cline"],
  command: "cline",
  headless: {
    first: ["--json", "-P", "openai-native", "-k", "{credential}", "-m", "gpt-4o", "{prompt}"],
    next: ["--json", "-P", "openai-native", "-k", "{credential}", "-m", "gpt-4o", "{prompt}"],
  },
  env: {},
  credentials: [
    { env: "OPENAI_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  documented: [],
  ownConfig: [".cline"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "Its key is an argument: {credential} has to be filled in there too.",
  ],
};
