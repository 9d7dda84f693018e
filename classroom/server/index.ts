// The classroom: a page, and the server behind it. Others open it, and give it the student's desk.

export { buildPage, pageFolder } from "./build-page.ts";
export type { Desk } from "./desk.ts";
export { openClassroom, type Classroom, type ClassroomOptions } from "./open-classroom.ts";
export { writePlayground } from "./write-playground.ts";
