// What all steps share: the events that are counted, the file that the counts go to, and prices as whole numbers.

export { readUserEvents, type Paths, type UserEvent } from "./events.ts";
export { dateOf, hourOf } from "./moments.ts";
export { dayFacts, dollarsOf, hourFacts, restOf, unitsOf } from "./prices.ts";
