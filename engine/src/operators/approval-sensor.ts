// A task that waits until a person has said yes or no: Airflow 3's human in the loop. The decision is an XCom of the
// task, so it outlives a crash, and later tasks can pull it.

import type { TaskContext } from "../context.ts";
import { approvalKeys, type Decision } from "../decision.ts";
import { NonRetryableError } from "../errors.ts";
import * as read from "../options.ts";
import type { Template } from "../template/check.ts";
import { Ending, Operator } from "./operator.ts";
import { sensorOptions, type SensorOptions } from "./sensor.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

export interface ApprovalSensorOptions<Subject>
  extends TaskOptions, Pick<SensorOptions, "timeout" | "softFail"> {
  /** What the person is asked: "Send the statistics of {{ds}} to everyone?" */
  readonly subject: Template<Subject>;
  /** A rejection fails the task. Default: it succeeds, and the tasks directly downstream are skipped. */
  readonly failOnReject?: boolean;
}

const approvalOptions = {
  subject: read.text,
  failOnReject: read.optional(read.flag, false),
  timeout: sensorOptions.timeout,
  softFail: sensorOptions.softFail,
} satisfies read.ReadersOf<Omit<ApprovalSensorOptions<string>, keyof TaskOptions>>;

interface Fields {
  readonly subject: string;
}

export class ApprovalSensor<const Subject extends string> extends Operator<Fields> {
  readonly failOnReject: boolean;

  constructor(options: ApprovalSensorOptions<Subject>) {
    const settings = readTask(options, approvalOptions);
    const { subject, timeout, softFail, failOnReject } = settings;
    const sensor = {
      mode: "reschedule",
      // Nobody has to look: a decision wakes it. The next look of its own finds that its time is up.
      pokeInterval: timeout + 1,
      timeout,
      softFail,
      exponentialBackoff: false,
      maxWait: null,
      isDecided: true,
    } as const;
    super(settings, { subject }, { sensor });
    this.failOnReject = failOnReject;
  }

  execute({ subject }: Fields, { ti, log }: TaskContext): Ending {
    const decision = ti.xcomPull(ti.taskId, { key: approvalKeys.decision }) as Decision | null;
    if (!decision) {
      ti.xcomPush(approvalKeys.subject, subject);
      log(`Waits for an answer: ${subject}`);
      return new Ending({ type: "not yet" });
    }
    const { approved, by, note } = decision;
    const said = `${approved ? "approved" : "rejected"} by ${by}${note === null ? "" : `: ${note}`}`;
    log(`"${subject}" was ${said}`);
    if (approved) return new Ending({ type: "success" }, decision);
    if (this.failOnReject) throw new NonRetryableError(`was ${said}`);
    return new Ending({ type: "success", skip: "children" }, decision);
  }
}
