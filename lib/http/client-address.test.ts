import { expect, test } from "vitest";
import { clientAddress } from "./client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["made up", "unknown"],
  ["", "unknown"],
])("“%s” counts as %s", (forwarded, expected) => {
  expect(clientAddress(new Headers({ "x-forwarded-for": forwarded }))).toBe(expected);
});

test("without the header it is unknown", () => {
  expect(clientAddress(new Headers())).toBe("unknown");
});
