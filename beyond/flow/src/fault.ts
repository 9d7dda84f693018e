// What no further try mends, and what no flow may catch: it is carried out otherwise than before, or its record cannot
// be written.

export class FlowFault extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = cause.name;
  }
}
