import { describe, expect, test } from "vitest";
import { hasChecksum, hashOf, isSecret, makeSecret, previewOf } from "./secret";

describe.each([
  ["pat", "dyn_pat_"],
  ["access_key", "dynamiq_acc_"],
] as const)("a new %s", (kind, prefix) => {
  test("is its prefix and 64 characters, the last six a checksum", () => {
    const { text } = makeSecret(kind);
    expect(text).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{64}$`));
    expect(hasChecksum(kind, text)).toBe(true);
    expect(isSecret(kind, text)).toBe(true);
  });

  test("is told from a mistyped one", () => {
    const { text } = makeSecret(kind);
    const at = prefix.length + 10;
    const mistyped = text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1);
    expect(hasChecksum(kind, mistyped)).toBe(false);
    expect(hasChecksum(kind, text.slice(0, -1))).toBe(false);
  });

  test("is kept as its SHA-512 and a preview that does not give it away", () => {
    const { text, hash, preview } = makeSecret(kind);
    expect(hash).toBe(hashOf(text));
    expect(hash).toMatch(/^[0-9a-f]{128}$/);
    expect(preview).toMatch(new RegExp(`^${prefix}...\\.\\.\\....$`));
    expect(text).toContain(preview.slice(prefix.length, prefix.length + 3));
  });
});

test("no two secrets are alike", () => {
  expect(new Set(Array.from({ length: 100 }, () => makeSecret("pat").text)).size).toBe(100);
});

test("the checksum is the CRC-32 of the random part in base 62", () => {
  const zeros = "0".repeat(58);
  const checksum = makeChecksum(zeros);
  expect(hasChecksum("pat", `dyn_pat_${zeros}${checksum}`)).toBe(true);
  // 0xCBF43926, the published check value of CRC-32, in base 62.
  expect(makeChecksum("123456789")).toBe("3jZRME");
});

/** An implementation of its own: bit by bit, with BigInt digits. */
function makeChecksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = BigInt((crc ^ 0xffffffff) >>> 0);
  const digits: string[] = [];
  for (let place = 0; place < 6; place++) {
    digits.unshift("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".charAt(Number(rest % 62n)));
    rest /= 62n;
  }
  return digits.join("");
}

test.each([
  ["a given one of 40 characters", `dyn_pat_${"x".repeat(40)}`, true],
  ["one of 39", `dyn_pat_${"x".repeat(39)}`, false],
  ["one with a space", `dyn_pat_${"x".repeat(39)} `, false],
  ["one of 10,000", `dyn_pat_${"x".repeat(10_000)}`, false],
  ["another kind's", `dynamiq_acc_${"x".repeat(64)}`, false],
])("%s is taken for a token or not", (_name, text, expected) => {
  expect(isSecret("pat", text)).toBe(expected);
});

test("a preview of a short secret shows its ends only", () => {
  expect(previewOf("dynamiq_acc_abcdefghij")).toBe("dynamiq_acc_abc...hij");
});
