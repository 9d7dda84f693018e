// What Python's types have and templates here lack. Using it is refused, so that it does not seem to be missing in
// Airflow too, where `x.encode is defined` is true.

const names: Readonly<Record<string, string>> = {
  str: "encode format_map maketrans translate",
  int: "as_integer_ratio bit_count conjugate from_bytes to_bytes",
  float: "as_integer_ratio conjugate fromhex hex",
  bool: "as_integer_ratio bit_count conjugate from_bytes to_bytes",
  dict: "fromkeys",
  dict_keys: "isdisjoint mapping",
  dict_values: "mapping",
  dict_items: "isdisjoint mapping",
  range: "count index",
  DateTime:
    "EPOCH age average closest combine create dst farthest fold fromisocalendar fromisoformat fromordinal fromtimestamp instance is_anniversary is_birthday is_dst is_future is_local is_past max min now nth_of resolution strptime timetuple timetz today utcfromtimestamp utcnow utctimetuple",
  Date: "age average closest diff_for_humans farthest for_json fromisocalendar fromisoformat fromordinal fromtimestamp is_anniversary is_birthday is_future is_past is_same_day max min nth_of resolution timetuple today",
  Time: "add add_timedelta closest diff diff_for_humans farthest fold for_json fromisoformat instance max min resolution subtract subtract_timedelta",
  datetime:
    "astimezone combine dst fold fromisocalendar fromisoformat fromordinal fromtimestamp max min now resolution strptime timetuple timetz today utcfromtimestamp utcnow utctimetuple",
  date: "fromisocalendar fromisoformat fromordinal fromtimestamp max min resolution timetuple today",
  time: "fold fromisoformat max min resolution",
  timedelta: "max min resolution",
  Duration: "max min resolution",
  Interval: "max min range resolution",
  Timezone: "clear_cache convert datetime dst from_file fromutc no_cache tzname utcoffset",
};

export function leftOut(type: string, name: string): boolean {
  if (name.startsWith("_")) return /^[A-Z]/.test(type); // pendulum's internals
  return Object.hasOwn(names, type) && (names[type] ?? "").split(" ").includes(name);
}
