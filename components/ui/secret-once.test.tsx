import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { SecretOnce } from "./secret-once";

test("the secret is shown whole, said to be shown once, and copied whole", async () => {
  const user = userEvent.setup();
  render(<SecretOnce what="Access Key" secret="dynamiq_acc_0123456789" />);
  expect(screen.getByTestId("secret").textContent).toBe("dynamiq_acc_0123456789");
  expect(screen.getByText(/will not be shown again/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe("dynamiq_acc_0123456789");
  expect(screen.getByText("Access Key copied")).toBeTruthy();
});

test("nothing is said to be copied where the browser refuses", async () => {
  const user = userEvent.setup();
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: () => Promise.reject(new Error("refused")) },
    configurable: true,
  });
  render(<SecretOnce what="Access Key" secret="dynamiq_acc_0123456789" />);
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(screen.getByRole("button", { name: "Copy" })).toBeTruthy();
  expect(screen.queryByText("Access Key copied")).toBeNull();
});
