import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Button } from "@/components/ui/button";
import { TooltipProvider } from "@/components/ui/tooltip";
import { createOrganization, type Organization } from "@/lib/organizations/contract";
import { Field } from "./field";
import { FormFailure } from "./form-failure";
import { useSubmit } from "./use-submit";

const made: Organization = {
  id: "0191e0a0-0000-7000-8000-000000000001",
  name: "Acme",
  role: "owner",
  created_at: "2026-01-01T00:00:00Z",
};

const server = vi.fn<typeof fetch>();
beforeEach(() => vi.stubGlobal("fetch", server));
afterEach(() => {
  vi.unstubAllGlobals();
  server.mockReset();
});

function OrganizationForm({ onDone }: { onDone?: (organization: Organization) => void }) {
  const { submit, isPending, failure } = useSubmit(createOrganization, onDone);
  return (
    <TooltipProvider>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit({ name: new FormData(event.currentTarget).get("name") });
        }}
      >
        <Field label="Name" error={failure?.fields.name} hint="Everyone sees it.">
          {(control) => <input {...control} name="name" />}
        </Field>
        <FormFailure failure={failure} />
        <Button type="submit" isPending={isPending}>
          Create
        </Button>
      </form>
    </TooltipProvider>
  );
}

const send = () => userEvent.click(screen.getByRole("button", { name: "Create" }));

test("what the contract refuses is told beside its field, which gets the cursor, and the server is not asked", async () => {
  render(<OrganizationForm />);
  await send();
  const field = screen.getByLabelText("Name");
  expect(field).toHaveProperty("ariaInvalid", "true");
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "Give the organization a name.",
  );
  expect(document.activeElement).toBe(field);
  expect(server).not.toHaveBeenCalled();
});

test("what was typed is sent as the contract has it, and the result is handed over", async () => {
  server.mockResolvedValue(Response.json({ data: made }));
  const onDone = vi.fn();
  render(<OrganizationForm onDone={onDone} />);
  await userEvent.type(screen.getByLabelText("Name"), "Acme");
  await send();
  expect(onDone).toHaveBeenCalledWith(made);
  const [url, init] = server.mock.calls[0] ?? [];
  expect([url, init?.method, init?.body]).toEqual(["/v1/orgs", "POST", '{"name":"Acme"}']);
});

test("a refusal of the server is shown in its words, with the request id, and what was typed stays", async () => {
  const error = { code: "conflict", message: "There is one of that name." };
  server.mockResolvedValue(Response.json({ error }, { status: 409, headers: { "x-request-id": "req-7" } }));
  render(<OrganizationForm />);
  await userEvent.type(screen.getByLabelText("Name"), "Acme");
  await send();
  expect((await screen.findByRole("alert")).textContent).toContain("There is one of that name.");
  expect(screen.getByText("req-7")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("Acme");
});

test("faults that only the server finds stand beside their fields too", async () => {
  const error = { code: "bad_request", message: "name: taken", details: { name: "This name is taken." } };
  server.mockResolvedValue(Response.json({ error }, { status: 400 }));
  render(<OrganizationForm />);
  await userEvent.type(screen.getByLabelText("Name"), "Acme");
  await send();
  expect(await screen.findByText("This name is taken.")).toBeTruthy();
});

test("a second press while the first is under way sends nothing", async () => {
  let answer: (response: Response) => void = () => {};
  server.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  render(<OrganizationForm />);
  await userEvent.type(screen.getByLabelText("Name"), "Acme");
  await send();
  await send();
  expect(server).toHaveBeenCalledTimes(1);
  answer(Response.json({ data: made }));
});

test("an unreachable server is said to be so", async () => {
  server.mockRejectedValue(new TypeError("Failed to fetch"));
  render(<OrganizationForm />);
  await userEvent.type(screen.getByLabelText("Name"), "Acme");
  await send();
  expect((await screen.findByRole("alert")).textContent).toContain("The server cannot be reached");
});
