import { headersField, secretJsonField, secretMapField, selectField, urlField } from "../../define";

export const HTTP_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

type HttpDefaults = { url?: string; urlEnv?: string; method?: string; isMethodRequired?: boolean };

/** The fields of every connection that is an HTTP call: where to, how, and what each call carries. */
export const httpFields = ({ url, urlEnv, method, isMethodRequired = false }: HttpDefaults) => ({
  url: urlField({
    title: "URL",
    ...(url && { fallback: url, isRequired: true }),
    ...(urlEnv && { env: urlEnv }),
    ...(!url && { placeholder: "https://api.example.com/path" }),
  }),
  method: selectField(HTTP_METHODS, {
    title: "Method",
    ...(method && { fallback: method }),
    ...(isMethodRequired && { isRequired: true }),
  }),
  headers: headersField({ title: "Headers", description: "Sealed: their values are not shown again." }),
  params: secretMapField({ title: "Query parameters", description: "Sealed: their values are not shown again." }),
  data: secretJsonField({ title: "Data", description: "Fields of every body. Sealed." }),
});
