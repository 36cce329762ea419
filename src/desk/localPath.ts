/** A path of the desk, from what a form or an address says one is to go back to; else the desk itself. */
export function localPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/desk(?:[/?][\x21-\x7e]*)?$/.test(wanted) || wanted.includes('\\'))
    return '/desk';
  const address = URL.parse(wanted, 'https://desk.invalid');
  return address?.host === 'desk.invalid' && /^\/desk(\/|$)/.test(address.pathname)
    ? `${address.pathname}${address.search}`
    : '/desk';
}
