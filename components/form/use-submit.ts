"use client";

import { useRef, useState } from "react";
import type { Contract, Result } from "@/lib/core/contract";
import { AppError, type ErrorDetails } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse";
import { CallError, type CallInput, call } from "@/lib/http/call";

/** Why a submit did not work. `fields` is path → message, to be shown beside each field. */
export type Failure = {
  readonly message: string;
  readonly fields: ErrorDetails;
  readonly requestId: string | null;
  readonly code: AppError["code"];
};

export type Submit<C extends Contract> = {
  /** Resolves to the result, or to undefined where it failed; `failure` says why. */
  submit: (body?: unknown, at?: Pick<CallInput, "params" | "query">) => Promise<Result<C> | undefined>;
  isPending: boolean;
  failure: Failure | null;
  /** Takes the last failure away, as when a form is opened anew. */
  reset: () => void;
};

/**
 * Submits a form to an operation: checks with the operation's own schema, calls it, and hands back faults by field,
 * in the same words whether the browser or the server found them. One submit at a time; what was typed stays.
 */
export function useSubmit<C extends Contract>(contract: C, onDone?: (result: Result<C>) => void): Submit<C> {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isBusy = useRef(false);

  async function submit(body?: unknown, at: Pick<CallInput, "params" | "query"> = {}) {
    if (isBusy.current) return undefined;
    isBusy.current = true;
    setPending(true);
    setFailure(null);
    try {
      if (!(body instanceof FormData)) parseInput(contract.body, body);
      const result = await call(contract, { ...at, ...(body !== undefined && { body }) });
      onDone?.(result);
      return result;
    } catch (thrown) {
      setFailure(failureOf(thrown));
      return undefined;
    } finally {
      isBusy.current = false;
      setPending(false);
    }
  }

  return { submit, isPending, failure, reset: () => setFailure(null) };
}

/** Any thrown value as what a form shows. */
export function failureOf(thrown: unknown): Failure {
  const error = AppError.from(thrown);
  const fields = error.details ?? {};
  const isAllBesideFields = error.code === "bad_request" && Object.keys(fields).length > 0;
  return {
    message: isAllBesideFields ? "Some fields need your attention." : error.message,
    fields,
    requestId: thrown instanceof CallError ? thrown.requestId : null,
    code: error.code,
  };
}
