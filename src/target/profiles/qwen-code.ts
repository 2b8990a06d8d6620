import type { Profile } from "../../model/target.ts";

export const qwenCode: Profile = {
  id: "qwen-code",
  title: "Qwen Code",
  packages: ["@qwen-code/qwen-code"],
  command: "qwen",
  headless: {
    first: ["-p", "{prompt}", "--yolo", "--auth-type", "openai"],
    next: ["-p", "{prompt}", "--yolo", "--auth-type", "openai"],
  },
  env: { OPENAI_MODEL: "gpt-4o" },
  credentials: [
    { env: "OPENAI_API_KEY", shape: "sk-proj-{base62:74}T3BlbkFJ{base62:74}", meantFor: ["api.openai.com"] },
  ],
  protocol: "openai",
  documented: [],
  ownConfig: [".qwen"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
  ],
};
