import type { Profile } from "../../model/target.ts";

export const geminiCli: Profile = {
  id: "gemini-cli",
  title: "Gemini CLI",
  packages: ["@google/gemini-cli"],
  command: "gemini",
  headless: {
    first: ["-p", "{prompt}", "--yolo", "--skip-trust"],
    next: ["-p", "{prompt}", "--yolo", "--skip-trust"],
  },
  env: {},
  credentials: [
    { env: "GEMINI_API_KEY", shape: "AIza{base62:35}", meantFor: ["generativelanguage.googleapis.com"] },
  ],
  protocol: "gemini",
  documented: [],
  ownConfig: [".gemini"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
  ],
};
