/** The path of a file that another file names: relative to that file's folder, with `.` and `..` resolved. No file system needed. */
export function relativeTo(file: string | undefined, path: string): string {
  if (isAbsolute(path)) return normalise(path);
  const folder =
    file === undefined ? '' : file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return normalise(folder + path);
}

/** One spelling for one file, so that a cycle is seen as one. */
export function normalise(path: string): string {
  const [, root = '', rest = ''] = /^([A-Za-z]:[\\/]|[\\/])?(.*)$/s.exec(path) ?? [];
  const parts: string[] = [];
  for (const part of rest.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (root === '') parts.push('..');
  }
  return root.replace('\\', '/') + parts.join('/') || '.';
}

export function isAbsolute(path: string): boolean {
  return /^([A-Za-z]:)?[\\/]/.test(path);
}
