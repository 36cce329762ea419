import type { Area } from '../desk.ts';
import { templateList } from './templateList.ts';
import { templatePage } from './templatePage.ts';

/** What a department often answers, for its staff to choose from and to edit. */
export const templates: Area = {
  routes: [templateList, templatePage],
  places: [{ href: '/desk/templates', label: 'deskTemplates:title', policy: ['staff'], rare: true }],
};
