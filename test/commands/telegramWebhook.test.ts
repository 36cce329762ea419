/** `npm run telegram:webhook`, in a process of its own, against the fake Telegram. */
import { describe, expect, it, onTestFinished } from 'vitest';
import forbidden from '../../locales/forbidden.json' with { type: 'json' };
import { run } from '../support/commands.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';

const token = '123456:a-token_of_a_bot';

async function setWebhook(changed: Record<string, string | undefined> = {}) {
  const telegram = await FakeTelegram.start({ token, floodLimits: false });
  onTestFinished(() => telegram.stop());
  const environment = {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret_of_the_test',
    PUBLIC_URL: 'https://help.example.org',
    ...changed,
  };
  const given = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return { telegram, ended: await run('src/commands/telegramWebhook.ts', [], Object.fromEntries(given)) };
}

describe('npm run telegram:webhook', () => {
  it('sets the webhook, and commands and descriptions that give nothing away', async () => {
    const { telegram, ended } = await setWebhook();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(telegram.webhook).toMatchObject({
      url: 'https://help.example.org/channels/telegram',
      secretToken: 'a-secret_of_the_test',
    });
    expect(telegram.calls[0]?.payload.allowed_updates).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ]);
    expect([...telegram.texts.keys()].sort()).toEqual(['', 'en', 'zh']);
    for (const texts of telegram.texts.values()) {
      const said = JSON.stringify(texts);
      expect(texts.commands?.map(({ command }) => command)).toEqual(['menu', 'help', 'cancel']);
      expect(forbidden.filter((word) => said.includes(word))).toEqual([]);
    }
    expect(telegram.texts.get('zh')?.shortDescription).toBe('便民服务');
  });

  it.each([
    ['PUBLIC_URL', { PUBLIC_URL: undefined, TELEGRAM_WEBHOOK_SECRET: undefined }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: undefined }],
    ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_WEBHOOK_SECRET: undefined }],
    ['TELEGRAM_API_ROOT', { TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }],
    ['Telegram refused setWebhook', { TELEGRAM_BOT_TOKEN: '123456:another' }],
  ])('says in one line what stands in the way: %s', async (start, changed) => {
    const { ended } = await setWebhook(changed);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^${start}: [^\\n]+\\n$`));
    expect(ended.stderr).not.toContain('another');
  });
});
