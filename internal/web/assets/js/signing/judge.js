// What is wrong with a key, said before anything is sent. The portal decides again.

/**
 * judge names what is wrong with a key for a page of signing, or "" when nothing is seen.
 * wants is { kind: "entry" | "document", whose: "any" | "person" | "firm" }.
 */
export function judge(key, wants, now) {
  const firm = key.firm || Boolean(key.bin) || Boolean(key.organisation);
  if (now < key.from) return "not-yet-valid";
  if (now > key.until) return "expired";
  if (wants.kind === "document" && key.purpose === "entry") return "auth-key-for-document";
  if (wants.kind === "entry" && key.purpose === "document") return "sign-key-for-entry";
  if (key.purpose === "other") return "wrong-key-kind";
  if (!key.iin) return "no-iin";
  if (wants.whose === "person" && firm) return "organisation-key";
  if (wants.whose === "firm" && !firm) return "personal-key";
  return "";
}
