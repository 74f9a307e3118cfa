import { expect, test } from "vitest";
import { destinationOf } from "./host";

const APP = "0198c0de-0000-7000-8000-00000000000a";

test.each([
  [`${APP}.apps.localhost:3000`, "/", `/apps/${APP}/`],
  [`${APP}.apps.localhost`, "/v1/runs?page=2", `/apps/${APP}/v1/runs?page=2`],
  [`${APP.toUpperCase()}.APPS.Example.com.`, "/", `/apps/${APP}/`],
  // What would be ours elsewhere is the app's on its own host.
  [`${APP}.apps.localhost`, "/healthz", `/apps/${APP}/healthz`],
  [`${APP}.apps.localhost`, "/apps/x", `/apps/${APP}/apps/x`],
])("%s%s is the app's", (host, url, expected) => {
  expect(destinationOf(host, url)).toEqual({ plane: "app", url: expected });
});

test.each([`/apps/${APP}`, `/apps/${APP}/v1/runs?x=1`, "/apps/no-id"])("%s is an app's by its path", (url) => {
  expect(destinationOf("localhost:3000", url)).toEqual({ plane: "app", url });
});

test.each(["/healthz", "/readyz", "/metrics"])("%s is the process's, whatever its query", (path) => {
  expect(destinationOf("localhost", `${path}?x=1`)).toEqual({ plane: "process", path });
});

test.each(["/", "/apps", "/apps/", "/apps?x=1", "/v1/apps/x", "/healthz/x", "/appsy/x", "//apps/x"])(
  "%s is a page or the management API's",
  (url) => expect(destinationOf("localhost", url)).toEqual({ plane: "web" }),
);

test.each([
  undefined,
  "",
  "apps.localhost",
  `${APP}.localhost`,
  `${APP}.appsx.localhost`,
  `x${APP}.apps.localhost`,
  `${APP}.apps`,
  "[::1]:3000",
])("the host %s is no app's", (host) => {
  expect(destinationOf(host, "/")).toEqual({ plane: "web" });
});

test("where a domain for apps is named, an id under another is no app", () => {
  expect(destinationOf(`${APP}.apps.example.com`, "/", "example.com:3000")).toEqual({
    plane: "app",
    url: `/apps/${APP}/`,
  });
  expect(destinationOf(`${APP}.apps.attacker.test`, "/", "example.com")).toEqual({ plane: "web" });
});
