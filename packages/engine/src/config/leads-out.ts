import { posix } from 'node:path';

/** Whether a path of a config would not stay in the repository on some system. */
export function leadsOut(path: string): boolean {
  const normal = posix.normalize(path);
  return (
    normal.startsWith('../') ||
    normal === '..' ||
    posix.isAbsolute(normal) ||
    /^[a-z]:/i.test(normal) ||
    /[\\\0]/.test(normal)
  );
}
