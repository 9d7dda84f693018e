// The public API of the room.

export { DynamicTasks, type DynamicTasksOptions } from "./operators/dynamic-tasks.ts";
export { DynamicTasksSensor, type DynamicTasksSensorOptions } from "./operators/dynamic-tasks-sensor.ts";
export { queueTasks, type Queued, type QueueOptions } from "./queue.ts";
export { Manager, type ManagerOptions } from "./manager.ts";
export { finishJob } from "./finish-job.ts";
export { readJob } from "./read-job.ts";
export type { JobSummary } from "./summary.ts";
export type { TaskToQueue } from "./task-file.ts";
