// Where workers look for work, unless they are told otherwise.

export const taskQueue = "daglings";
