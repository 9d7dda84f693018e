// An error that no further try can mend, and that no flow may catch: the flow took a different path than before, or its
// record cannot be written.

export class FlowFault extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = cause.name;
  }
}
