/**
 * What wraps keys: DATA_KEY, and while it is being changed the one before it. A wrapped key says by which it is wrapped
 * (`k1.<id>.<ciphertext>`); those written before there were ids (`k1.<ciphertext>`) open by whichever fits.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, toBase64Url } from './cipher.ts';

type DataKey = Uint8Array<ArrayBuffer>;

export interface KeyRing {
  /** The id of the key that wraps now. */
  readonly id: string;
  /** Of the one that only opens; undefined when there is none. */
  readonly previousId: string | undefined;
  wrap(place: string, raw: Uint8Array): string;
  /** Throws when it was wrapped for another place, or by a key that is not here. */
  unwrap(place: string, wrapped: string): Buffer;
  /** A key of the installation that follows from the data key that it was set up with. */
  derive(info: string): KeyObject;
}

export function openKeyRing(dataKey: DataKey, previous?: DataKey): KeyRing {
  const current = wrapperOf(dataKey);
  const before = previous === undefined ? undefined : wrapperOf(previous);
  return {
    id: current.id,
    previousId: before?.id,
    wrap: (place, raw) => `k1.${current.id}.${encrypt(current.key, place, raw)}`,
    unwrap(place, wrapped) {
      const [, first = '', second] = wrapped.split('.');
      if (second !== undefined) {
        const wrapper = [current, before].find((each) => each?.id === first);
        if (wrapper === undefined) throw new Error('wrapped by a key that is not here');
        return decrypt(wrapper.key, place, second);
      }
      try {
        return decrypt(current.key, place, first);
      } catch (error) {
        if (before === undefined) throw error;
        return decrypt(before.key, place, first);
      }
    },
    derive: (info) => deriveKey(previous ?? dataKey, info),
  };
}

interface Wrapper {
  readonly id: string;
  readonly key: KeyObject;
}

/** The id follows from the key and tells nothing of it. */
function wrapperOf(dataKey: DataKey): Wrapper {
  const id = toBase64Url(new Uint8Array(hkdfSync('sha256', dataKey, '', 'guitu key id 1', 6)));
  return { id, key: deriveKey(dataKey, 'guitu wrap 1') };
}

function deriveKey(dataKey: DataKey, info: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', info, 32)));
}
