// The lessons that an Airflow can backfill. Lesson 01 is run by hand; 14 waits for a day of 12, which would take an Airflow
// hours.

export const comparable: readonly string[] = [
  "02",
  "03",
  "04",
  "05",
  "06",
  "07",
  "08",
  "09",
  "10",
  "11",
  "12",
  "13",
  "17",
];
