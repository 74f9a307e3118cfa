import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import type { ConnectionField } from "@/lib/connections/contract";
import { SchemaForm, type SchemaFormProps, type SchemaValues } from "./schema-form";

const field = (name: string, more: Partial<ConnectionField> = {}): ConnectionField => ({
  name,
  title: name,
  widget: "text",
  is_required: true,
  is_destination: false,
  is_secret: false,
  ...more,
});

let latest: SchemaValues = {};

function Form({ initial = {}, ...rest }: Omit<SchemaFormProps, "values" | "onChange"> & { initial?: SchemaValues }) {
  const [values, setValues] = useState(initial);
  latest = values;
  return (
    <TooltipProvider>
      <SchemaForm {...rest} values={values} onChange={setValues} />
    </TooltipProvider>
  );
}

test("a field that is emptied again is left out, not sent as an empty text", async () => {
  render(<Form fields={[field("URL")]} />);
  await userEvent.type(screen.getByLabelText("URL"), "x");
  expect(latest).toEqual({ URL: "x" });
  await userEvent.clear(screen.getByLabelText("URL"));
  expect(latest).toEqual({});
});

test("a number is handed over as a number, and what is none as it was typed", async () => {
  render(<Form fields={[field("Port", { widget: "number" })]} />);
  await userEvent.type(screen.getByLabelText("Port"), "8000");
  expect(latest).toEqual({ Port: 8000 });
  await userEvent.type(screen.getByLabelText("Port"), "x");
  expect(latest).toEqual({ Port: "8000x" });
});

test("a secret is never shown, and one that is kept says so", () => {
  render(<Form fields={[field("Key", { widget: "secret", is_secret: true })]} kept={["Key"]} />);
  const input = screen.getByLabelText<HTMLInputElement>("Key");
  expect(input.type).toBe("password");
  expect(input.value).toBe("");
  expect(screen.getByText(/Leave it empty to keep it/)).toBeTruthy();
});

test("the environment variable that fills an empty field is named", () => {
  render(<Form fields={[field("Key", { env: "OPENAI_API_KEY" })]} />);
  expect(screen.getByText(/OPENAI_API_KEY/)).toBeTruthy();
});

test("pairs become an object; a line without a name is not in it", async () => {
  render(<Form fields={[field("Headers", { widget: "key-values" })]} />);
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  await userEvent.type(screen.getByLabelText("Headers: value 1"), "1");
  expect(latest).toEqual({ Headers: {} });
  await userEvent.type(screen.getByLabelText("Headers: name 1"), "X-A");
  expect(latest).toEqual({ Headers: { "X-A": "1" } });
});

test("JSON is handed over parsed, and what does not parse as text, for the server to refuse", async () => {
  render(<Form fields={[field("Extra", { widget: "json" })]} />);
  await userEvent.type(screen.getByLabelText("Extra"), "[[1]");
  expect(latest).toEqual({ Extra: [1] });
  await userEvent.type(screen.getByLabelText("Extra"), ",");
  expect(latest).toEqual({ Extra: "[1]," });
});

test("a switch stands as its default says until it is turned", async () => {
  render(<Form fields={[field("TLS", { widget: "switch", default: true })]} />);
  expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe("true");
  await userEvent.click(screen.getByRole("switch"));
  expect(latest).toEqual({ TLS: false });
});

test("a fault belongs to its field", () => {
  render(<Form fields={[field("URL")]} errors={{ URL: "This is no URL." }} />);
  const input = screen.getByLabelText("URL");
  expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe("This is no URL.");
});
