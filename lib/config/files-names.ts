/** @returns the names of the files hosts: `files.example.org`, `files-2.example.org` and so on */
export function filesNames(name: string, hosts: number): string[] {
  const [label = '', ...rest] = name.split('.');
  return Array.from({ length: hosts }, (_, i) => [i ? `${label}-${i + 1}` : label, ...rest].join('.'));
}
