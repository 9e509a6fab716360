// Where tests find the authority's own published data, which is no part of the project.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const named = process.env.ASAR_NCA_FIXTURES;
const folder = named ?? join(import.meta.dirname, "../../../../../shared/eds/fixtures");
const here = existsSync(folder);
const why = `SKIPPED, the authority's own data is not in ${folder}: name its folder in ASAR_NCA_FIXTURES`;
if (!here && (named || process.env.CI === "true")) throw new Error(why);

export const authority = {
  skip: { skip: here ? false : why },
  bytes: (name) => new Uint8Array(readFileSync(join(folder, name))),
  text: (name) => readFileSync(join(folder, name), "utf8"),
};
