import { notFound } from "next/navigation";
import { AppError } from "@/lib/core/errors";

/** What was asked for; where it is not there, or may not be known of, the page that says so. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (AppError.from(thrown).code === "not_found") notFound();
    throw thrown;
  }
}
