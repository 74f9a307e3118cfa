import { describe, expect, test } from "vitest";
import { checkHost, isAllowedAddress, kindOf, policyOf, refusalOfUrl } from "./addresses";

const nothing = policyOf([]);
const refusal = (url: string, grants: readonly string[] = []) => refusalOfUrl(url, { policy: policyOf(grants) });

describe("an address", () => {
  test.each([
    ["93.184.216.34", "public"],
    ["8.8.8.8", "public"],
    ["2606:4700:4700::1111", "public"],
    ["::ffff:8.8.8.8", "public"],
    ["64:ff9b::808:808", "public"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["10.0.0.1", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["100.64.0.1", "private"],
    ["100.127.255.255", "private"],
    ["fd00::1", "private"],
    ["fc00::1", "private"],
    ["::ffff:10.0.0.1", "private"],
    ["169.254.169.254", "metadata"],
    ["169.254.170.2", "metadata"],
    ["::ffff:169.254.169.254", "metadata"],
    ["::ffff:a9fe:a9fe", "metadata"],
    ["100.100.100.200", "metadata"],
    ["168.63.129.16", "metadata"],
    ["192.0.0.192", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["fd20:ce::254", "metadata"],
    ["0.0.0.0", "reserved"],
    ["0.1.2.3", "reserved"],
    ["::", "reserved"],
    ["::127.0.0.1", "reserved"],
    ["64:ff9b::7f00:1", "reserved"],
    ["64:ff9b::a9fe:a9fe", "reserved"],
    ["64:ff9b:1::1", "reserved"],
    ["2002:7f00:1::1", "reserved"],
    ["2002:808:808::1", "reserved"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved"],
    ["::ffff:0:127.0.0.1", "reserved"],
    ["fe80::1", "reserved"],
    ["fe80::1%eth0", "reserved"],
    ["fec0::1", "reserved"],
    ["ff02::1", "reserved"],
    ["2001:db8::1", "reserved"],
    ["100::1", "reserved"],
    ["3fff::1", "reserved"],
    ["4000::1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["198.19.255.255", "reserved"],
    ["192.0.2.1", "reserved"],
    ["198.51.100.1", "reserved"],
    ["203.0.113.1", "reserved"],
    ["224.0.0.1", "reserved"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    ["not an address", "reserved"],
    ["", "reserved"],
  ])("%s is %s", (address, kind) => {
    expect(kindOf(address)).toBe(kind);
    expect(isAllowedAddress(address, nothing)).toBe(kind === "public");
  });

  test("of metadata is refused whatever was granted", () => {
    const all = policyOf(["loopback", "private", "0.0.0.0/0", "::/0", "169.254.169.254"]);
    for (const address of ["169.254.169.254", "::ffff:a9fe:a9fe", "100.100.100.200", "fd00:ec2::254"]) {
      expect(isAllowedAddress(address, all)).toBe(false);
    }
  });

  test("is granted by its kind, its network or itself, and by nothing else", () => {
    expect(isAllowedAddress("127.0.0.1", policyOf(["loopback"]))).toBe(true);
    expect(isAllowedAddress("10.0.0.1", policyOf(["loopback"]))).toBe(false);
    expect(isAllowedAddress("10.0.0.1", policyOf(["private"]))).toBe(true);
    expect(isAllowedAddress("127.0.0.1", policyOf(["private"]))).toBe(false);
    expect(isAllowedAddress("10.1.2.3", policyOf(["10.1.0.0/16"]))).toBe(true);
    expect(isAllowedAddress("::ffff:10.1.2.3", policyOf(["10.1.0.0/16"]))).toBe(true);
    expect(isAllowedAddress("10.2.2.3", policyOf(["10.1.0.0/16"]))).toBe(false);
    expect(isAllowedAddress("fd00::5", policyOf(["fd00::/64"]))).toBe(true);
    expect(isAllowedAddress("192.168.0.7", policyOf(["192.168.0.7"]))).toBe(true);
  });

  test.each(["10.0.0.0/33", "http://x", "a b", "10.0.0/8/8"])("a grant of “%s” is refused by name", (grant) => {
    expect(() => policyOf([grant])).toThrow(grant);
  });
});

describe("a URL", () => {
  test.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:169.254.169.254]/",
    "http://169.254.169.254/latest/meta-data",
    "http://169.254.170.2/",
    "http://100.100.100.200/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://224.0.0.1/",
    "http://10.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://app.localhost/",
    "http://metadata.google.internal/",
    "http://metadata.google.internal./",
    "http://db.internal/",
    "http://printer.local/",
    "http://postgres/",
    "http://１２７.０.０.１/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://%31%32%37.0.0.1/",
    "http://%6c%6f%63%61%6c%68%6f%73%74/",
    "http://\t127.0.0.1/",
    "http://12\n7.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http:127.0.0.1/",
  ])("%j is refused, also as the parser writes it", (url) => {
    expect(refusal(url)).not.toBeNull();
    expect(refusal(new URL(url).href)).not.toBeNull();
  });

  test.each(["http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/", "", "nonsense", "//example.com", "http://"])(
    "%j is none",
    (url) => {
      expect(refusal(url)).toContain("not a URL");
    },
  );

  test.each(["file:///etc/passwd", "gopher://example.com/", "data:text/plain,x", "ftp://example.com/", "javascript:1"])(
    "%s has a scheme that is not called",
    (url) => {
      expect(refusal(url, ["loopback", "private"])).toContain("http");
    },
  );

  test.each(["https://user:secret@example.com/", "https://user@example.com/", "http://example.com@127.0.0.1/"])(
    "%s holds credentials, and the refusal does not repeat them",
    (url) => {
      expect(refusal(url)).toContain("password");
      expect(refusal(url)).not.toContain("secret");
    },
  );

  test.each(["https://example.com/x?y=z", "http://example.com:8080/", "https://api.openai.com/v1", "http://8.8.8.8/"])(
    "%s may be called",
    (url) => {
      expect(refusal(url)).toBeNull();
    },
  );

  test("of a service that does not speak HTTP is refused by its port", () => {
    for (const port of [22, 25, 5432, 6379]) {
      expect(refusal(`http://127.0.0.1:${port}/`, ["loopback"])).toContain(String(port));
    }
  });

  test("on a host granted by name, with its port or below a suffix, may be called", () => {
    expect(refusal("http://db.internal/", ["db.internal"])).toBeNull();
    expect(refusal("http://db.internal/", ["db.internal:8080"])).not.toBeNull();
    expect(refusal("http://db.internal:8080/", ["db.internal:8080"])).toBeNull();
    expect(refusal("http://127.0.0.1:4010/", ["127.0.0.1:4010"])).toBeNull();
    expect(refusal("http://127.0.0.1:4011/", ["127.0.0.1:4010"])).not.toBeNull();
    expect(refusal("http://a.b.corp/", ["*.corp"])).toBeNull();
    expect(refusal("http://evilcorp.local/", ["*.corp.local"])).not.toBeNull();
    expect(refusal("http://metadata.google.internal/", ["metadata.google.internal", "private"])).not.toBeNull();
  });

  test("that is refused says who can allow it, and how", () => {
    expect(refusal("http://127.0.0.1:8000/")).toContain("DYNAMIQ_EGRESS_ALLOW (loopback");
    expect(refusal("http://10.0.0.1/")).toContain("DYNAMIQ_EGRESS_ALLOW (private");
    expect(refusal("http://169.254.169.254/")).not.toContain("DYNAMIQ_EGRESS_ALLOW");
  });
});

describe("a host", () => {
  test.each(["127.0.0.1", "0x7f.1", "2130706433", "localhost", "::1", "[::1]", "[::ffff:7f00:1]", "10.0.0.1", "db"])(
    "%s is refused",
    (host) => {
      expect(() => checkHost(host, 5432, "config.host", nothing)).toThrow("DYNAMIQ_EGRESS_ALLOW");
    },
  );

  test.each(["http://example.com", "example.com/path", "user@example.com", "a b", ""])("%j is none", (host) => {
    expect(() => checkHost(host, 5432, "config.host", nothing)).toThrow("not a host name");
  });

  test("that is public may be saved", () => {
    expect(() => checkHost("db.example.com", 5432, "config.host", nothing)).not.toThrow();
  });
});
