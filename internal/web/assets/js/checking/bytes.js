// Small things about bytes.

export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const same = (a, b) => a.length === b.length && a.every((v, i) => v === b[i]);

// latin reads bytes as letters one to one, so that places in the text are places in the file.
export const latin = (bytes) => new TextDecoder("latin1").decode(bytes);

// base64 reads what the page carries.
export const base64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
