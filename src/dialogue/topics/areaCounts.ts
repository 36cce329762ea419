import { type Choice, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { isApproved, type World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';

/** How the stations of an office stand: numbers by area, and nobody's name. */
export function showAreaCounts(world: World, page: number): Step {
  if (!isApproved(world, 'office')) return mainMenu(world);
  if (world.found === null) return { search: { what: 'areaCounts', page } };
  const found = world.found.register;
  const areas = found?.what === 'areaCounts' ? found.areas : [];
  if (areas.length === 0) return saidFirst([line('overdue:nothing')], mainMenu(world));
  const more: Choice[] =
    areas.length > 7 ? [{ label: line('common:more'), action: { do: 'areaCounts', page: page + 1 } }] : [];
  const lines = areas.slice(0, 7).map(({ areaId, counts }) =>
    line('overdue:area', {
      area: { area: areaId },
      visits: { number: String(counts.visits) },
      must: { number: String(counts.must) },
      arrivals: { number: String(counts.arrivals) },
      requests: { number: String(counts.requests) },
      calls: { number: String(counts.calls) },
      unhelped: { number: String(counts.unhelped) },
    }),
  );
  return reply({ name: 'menu' }, [line('overdue:areas'), ...lines], [...more, menuChoice]);
}
