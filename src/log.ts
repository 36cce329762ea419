import { configureSync, getJsonLinesFormatter, getLogger, type LogRecord } from '@logtape/logtape';
import type { LogLevel } from './config.ts';
import { sqlStateOf } from './db/database.ts';
import type { Log } from './deps.ts';

// Written at once: what a process said before it died is what is asked for.
const toStandardError = (line: string) => process.stderr.write(line);

/** JSON lines on standard error, or wherever `write` brings them, from `level` up. One a process: a second call replaces the first. */
export function openLog(level: LogLevel, write: (line: string) => void = toStandardError): Log {
  const format = getJsonLinesFormatter({ properties: 'nest:properties' });
  configureSync({
    reset: true,
    sinks: { lines: (record: LogRecord) => write(format(record)) },
    loggers: [
      { category: 'guitu', lowestLevel: level, sinks: ['lines'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['lines'] },
    ],
  });
  const logger = getLogger('guitu');
  // Each turn writes lines, so nothing is made ready for one that is not wanted.
  const at = (of: 'info' | 'warn' | 'error'): Log['info'] =>
    logger.isEnabledFor(of === 'warn' ? 'warning' : of)
      ? (event, properties) => logger[of](event, withoutMessages(properties))
      : () => {};
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** An error's message may quote a value, so only its class and code are written. */
function withoutMessages(properties: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const entries = Object.entries(properties).map(([key, value]) => [key, value instanceof Error ? bare(value) : value]);
  return Object.fromEntries(entries);
}

function bare(error: Error): Record<string, string | undefined> {
  return { name: error.name, code: sqlStateOf(error) };
}
