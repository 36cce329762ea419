/**
 * Loaded before the program: a machine whose clock is off by CLOCK_OFF milliseconds, until SIGUSR2 sets it right, and for
 * which a minute is over in a second.
 */
let off = Number(process.env.CLOCK_OFF ?? 0);

const wrongNow = (right: DateConstructor) => right.now() + off;
globalThis.Date = new Proxy(Date, {
  construct: (right, given) => Reflect.construct(right, given.length === 0 ? [wrongNow(right)] : given),
  get: (right, name) => (name === 'now' ? () => wrongNow(right) : Reflect.get(right, name)),
});
process.on('SIGUSR2', () => {
  off = 0;
});

const every = globalThis.setInterval;
const quicker = (work: () => void, milliseconds?: number) => every(work, milliseconds === 60_000 ? 1000 : milliseconds);
globalThis.setInterval = Object.assign(quicker, every) as typeof every;
