import "server-only";

export { deployApp, listDeployments } from "./deployments";
export { invokeApp } from "./invoke";
export { archiveApp, createApp, deleteApp, getApp, listApps, unarchiveApp, updateApp } from "./lifecycle";
export { getAppMetrics } from "./metrics";
export { getAppRun, listAppRuns } from "./runs";
export { getAppTrace, listAppTraces } from "./traces";
