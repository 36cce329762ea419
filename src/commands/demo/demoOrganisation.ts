import { type Organisation, organisationSchema } from '../../organisation/file.ts';
import district from './district.json' with { type: 'json' };

/** A fictional district with two stations, staff for every kind of department, and eight people with their helpers. */
export function demoOrganisation(): Organisation {
  return organisationSchema.parse(district);
}
