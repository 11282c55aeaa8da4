const PART = /^[\w.-]+$/;

/**
 * `owner/repo` of a URL, of `host:path` or of a path: its last two parts, without `.git`. Null where it has no two, or where
 * a Commit field could not name them.
 */
export function nameRepository(address: string): string | null {
  const path = address.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '').replace(/^[^/]*:/, '');
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.at(-1) === '.git') parts.pop();
  const [owner = '', repository = ''] = parts.slice(-2);
  const name = `${owner}/${repository.replace(/\.git$/, '')}`;
  return isRepositoryName(name) ? name : null;
}

/** Whether a Commit field can name a repository so. */
export function isRepositoryName(name: string): boolean {
  const parts = name.split('/');
  return parts.length === 2 && parts.every((part) => PART.test(part) && !/^\.+$/.test(part));
}

/** A text without the passwords of the URLs in it; of http, the user can be one, too. */
export function hidePasswords(text: string): string {
  return text.replace(/(https?:\/\/)[^\s/]*@/gi, '$1').replace(/(:\/\/[^\s/@:]*):[^\s/]*@/g, '$1@');
}
