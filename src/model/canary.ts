import type { DataCategory } from "./vocabulary.ts";

/**
 * A unique value planted in the session so that it is recognised wherever it turns up. `id` is stable across
 * seeds (`git-email`, `home:.ssh/id_ed25519`), `value` is drawn from the seed and looks ordinary.
 */
export interface Canary {
  id: string;
  data: DataCategory;
  value: string;
  /** Where it was planted, for people: `~/.gitconfig user.email`. */
  planted: string;
  /** For file contents: the absolute path inside the lab. */
  path?: string;
  /** For credentials: the host suffixes this secret is meant for; anywhere else is `credential-to-other-endpoint`. */
  meantFor?: string[];
  /** Too short or too common to claim alone (`UTC`, `en_US`): counted as a fact only in a field that names it. */
  weak?: boolean;
}
