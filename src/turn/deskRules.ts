/** What pages of the desk ask the dialogue's own rules, so that no page has a second copy of them. */
export { type Offered, optionsAsked, questionLine, questionsAsked } from '../dialogue/topics/asking.ts';
export { previewLines } from '../dialogue/topics/composing.ts';
export { placesFor } from '../dialogue/topics/passingOn.ts';
export { whatGoesWhere } from '../dialogue/topics/requesting.ts';
export { type StaffMove, staffMoves } from '../dialogue/topics/staffMoves.ts';
