// The rooms that a lesson, a check and a grade depend on: what is sealed, and what a student's copy of the course must
// have. Each is a package, with its code in `src`.

export const rooms = [
  "words",
  "templates",
  "engine",
  "events-api",
  "binance",
  "beyond/air-executor",
  "beyond/airflow",
  "beyond/flow",
  "beyond/postgres",
  "lessons",
  "live",
  "stage",
  "grading",
  "kit",
] as const;
