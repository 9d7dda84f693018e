// Prints with console, as the code of a flow does: in a task of a DAG this goes into the log of its attempt.

export function printLine(line: string): void {
  console.log(line);
}
