import type { Area } from '../desk.ts';
import { batchPage } from './batchPage.ts';
import { csvTemplate, xlsxTemplate } from './template.ts';
import { uploadPage } from './uploadPage.ts';

/** A coordinator's lists of people, brought into the register. */
export const importing: Area = {
  routes: [uploadPage, xlsxTemplate, csvTemplate, batchPage],
  places: [{ href: '/desk/import', label: 'deskImport:title', policy: ['coordinator'], rare: true }],
};
