/** What `npm run rotate-master-key` runs of the program; the command around it is scripts/rotate-master-key.mjs. */
export { disconnect } from "@/lib/db/client";
export { newMasterKeyText } from "@/lib/secrets/cipher";
export { rotateMasterKey } from "@/lib/secrets/rotate";
