import "server-only";

export { archiveWorkflow, archiveWorkflowVersion, deleteWorkflow, unarchiveWorkflow } from "./lifecycle";
export { getWorkflow, getWorkflowVersion, listWorkflows, listWorkflowVersions, validateWorkflow } from "./read";
export {
  createWorkflow,
  duplicateWorkflow,
  releaseWorkflow,
  restoreWorkflowVersion,
  saveDraft,
  saveWorkflow,
  updateWorkflow,
} from "./save";
export { exportWorkflow, importWorkflow } from "./transfer";
