/** A shape of a turn or of sending: what flights to the database it takes. */
import type { Crowd } from './crowd.ts';
import type { Member } from './district.ts';
import type { Moment } from './proxy.ts';

export interface Shape {
  readonly name: string;
  /** Who it happens to: somebody who has joined, somebody new each time, or this worker. */
  readonly who?: 'stranger' | 'staff-human-resources' | 'coordinator-jianshe';
  /** The step of the form before which somebody who has joined stands; the first when absent. */
  readonly step?: number;
  /** What comes just before it. */
  prepare?(crowd: Crowd, member: Member): Promise<void>;
  /** Resolves when it was answered; what is to be killed. */
  act(crowd: Crowd, member: Member): Promise<void>;
  /** Whether looking for what the dead held belongs to it. */
  readonly recovers?: boolean;
  /** Where flights come in no certain order and number: those of them that are killed around. */
  readonly around?: Readonly<Record<string, readonly Moment[]>>;
  /** The flights that a run of `npm test` kills around, and when. */
  readonly bounded?: Readonly<Record<string, readonly Moment[]>>;
}
