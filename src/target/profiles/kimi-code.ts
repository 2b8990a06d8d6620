import type { Profile } from "../../model/target.ts";

export const kimiCode: Profile = {
  id: "kimi-code",
  title: "Kimi Code",
  packages: ["@moonshot-ai/kimi-code"],
  command: "kimi",
  headless: {
    first: ["-p", "{prompt}"],
    next: ["-p", "{prompt}"],
  },
  env: { KIMI_MODEL_NAME: "kimi-k2", KIMI_MODEL_PROVIDER_TYPE: "kimi" },
  credentials: [
    {
      env: "KIMI_MODEL_API_KEY",
      shape: "sk-{base62:48}",
      meantFor: ["moonshot.ai", "moonshot.cn", "kimi.com"],
    },
  ],
  protocol: "openai",
  documented: [],
  ownConfig: [".kimi"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "The model name in KIMI_MODEL_NAME.",
  ],
};
