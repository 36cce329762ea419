/** By the first of these that a browser's own words have in them: those that wear another's name come before it. */
const browsers = [
  [/MicroMessenger/, 'wechat'],
  [/Telegram/, 'telegram'],
  [/QQBrowser|MQQBrowser|\bQQ\//, 'qq'],
  [/UCBrowser|UBrowser/, 'uc'],
  [/SamsungBrowser/, 'samsung'],
  [/HuaweiBrowser/, 'huawei'],
  [/MiuiBrowser/, 'xiaomi'],
  [/Edg(?:e|A|iOS)?\//, 'edge'],
  [/OPR\/|Opera/, 'opera'],
  [/Firefox\/|FxiOS\//, 'firefox'],
  [/Chrome\/|CriOS\//, 'chrome'],
  [/Safari\//, 'safari'],
] as const;

const systems = [
  [/HarmonyOS|OpenHarmony/, 'harmony'],
  [/iPad/, 'ipad'],
  [/iPhone/, 'iphone'],
  [/Android/, 'android'],
  [/CrOS/, 'chromeos'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'macos'],
  [/Linux|X11/, 'linux'],
] as const;

/** What a browser says of itself, as two words of ours, for `browserText`: nothing that it wrote is kept or shown. */
export function browserIn(userAgent: string): string {
  const first = (list: typeof browsers | typeof systems) =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'unknown';
  return `${first(browsers)} ${first(systems)}`;
}
