/** The contestant this is about. */
import { compete } from './contestant.ts';
import { startGuitu } from './startGuitu.ts';

compete(async (settings) => (await startGuitu(settings)).server);
