// A field to search in. What is typed is kept by the view around it.

interface SearchBoxProps {
  /** "Search files" */
  readonly what: string;
  /** For those who hear the page, if there are several on it; default: the same. */
  readonly label?: string;
  readonly value: string;
  readonly search: (text: string) => void;
}

export function SearchBox({ what, label = what, value, search }: SearchBoxProps) {
  return (
    <input
      type="search"
      placeholder={what}
      aria-label={label}
      value={value}
      onInput={({ currentTarget }) => search(currentTarget.value)}
    />
  );
}
