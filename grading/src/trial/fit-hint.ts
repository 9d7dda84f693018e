// A check that is carried through many lessons names none of them in its hints: the names are filled in for the reader.

export function fitHint(
  text: string,
  { number, file }: { readonly number: string; readonly file: string },
): string {
  return text.replaceAll("{NN}", number).replaceAll("{FILE}", file);
}
