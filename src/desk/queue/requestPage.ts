import { html } from 'hono/html';
import type { SeenField } from '../../audit/seen.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields } from '../fields.ts';
import { section } from '../frame/html.ts';
import { act, type PageRoute, type Shown } from '../route.ts';
import { actionsPart } from './actions.ts';
import { agreedLines, agreedSection, standingFacts } from './agreed.ts';
import { type Composed, composedFields, reviewingOf, templateField, valuesOf, wantedOf } from './compose.ts';
import { type RequestRead, readRequest, referralOf } from './requestRead.ts';
import { talkLines, talkSection } from './talk.ts';

/** `/desk/requests/:referral`: one request, the conversation beside it, and what can be done with it. */
export const requestPage: PageRoute = {
  path: '/desk/requests/:referral',
  policy: ['staff'],
  acts: {
    claim: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'claim', referral: referralOf(desk) }),
    }),
    look: act({ policy: ['staff'], fields: composedFields, perform: lookAtIt }),
    change: act({
      policy: ['staff'],
      fields: composedFields,
      perform: async (_, composed) => ({ kept: { act: 'look', values: valuesOf(composed) } }),
    }),
    send: act({ policy: ['staff'], fields: composedFields, perform: sendIt }),
    paperReceived: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'paperReceived', referral: referralOf(desk) }),
    }),
    close: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'confirm' }, { name: 'closing', referral: referralOf(desk) }),
    }),
    reopen: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'reopenForPerson', referral: referralOf(desk) }),
    }),
  },
  show: async (desk, shown) => {
    const read = await readRequest(desk);
    if (read === undefined) return undefined;
    const { referral, isAgreed } = read.file;
    const references = await desk.open([...agreedLines(read), ...(isAgreed ? talkLines(read) : [])]);
    await lookAt(desk, read);
    // On a phone what is being written must not stand below everything that is known already.
    const isBeingWritten = shown.kept !== undefined || shown.refused !== undefined || desk.query('do') !== '';
    const actions = actionsPart(desk, requestPage, read, shown, references);
    return {
      title: desk.say(`kinds:${referral.kind}.name`),
      body: html`<div class="columns">
        <div>
          ${isBeingWritten ? actions : ''}
          ${section(desk.say('deskQueue:request'), standingFacts(desk, references, read))}
          ${agreedSection(desk, references, read)}
          ${isBeingWritten ? '' : actions}
        </div>
        <div>${isAgreed ? talkSection(desk, references, read) : ''}</div>
      </div>`,
    };
  },
};

/** What of the person the page shows, kept before it is shown. */
async function lookAt(desk: DeskRequest, { file, talk }: RequestRead): Promise<void> {
  if (!file.isAgreed) return;
  const fields: SeenField[] = ['name', 'answers'];
  if (file.person.hasPhone) fields.push('phone');
  if (talk.some(({ hasText }) => hasText)) fields.push('words');
  const { accountId: account } = file.person;
  await desk.look([{ account, subject: file.referral.id, action: 'shown', reason: 'request', fields }]);
}

/** The words as the person will see them, before anything is sent; or a template put into the box. */
async function lookAtIt(desk: DeskRequest, composed: Composed): Promise<Shown> {
  if (composed.use === 'yes') return withTemplate(desk, composed);
  const errors = wantedOf(desk, composed);
  if (Object.keys(errors).length > 0) {
    const notice = { tone: 'refused', text: desk.say('desk:lookAgain') } as const;
    return { refused: { act: 'look', values: valuesOf(composed), errors }, notice };
  }
  return { kept: { act: 'send', values: valuesOf(composed) } };
}

async function withTemplate(desk: DeskRequest, composed: Composed): Promise<Shown> {
  const read = await readRequest(desk);
  const template = read?.templates.find(({ id }) => id === composed.template);
  if (template === undefined) return { kept: { act: 'look', values: valuesOf(composed) } };
  const values = { ...valuesOf(composed), [templateField(composed.purpose)]: template.text };
  return { kept: { act: 'look', values }, notice: { tone: 'done', text: desk.say('deskQueue:templateFilled') } };
}

async function sendIt(desk: DeskRequest, composed: Composed) {
  const errors = wantedOf(desk, composed);
  if (Object.keys(errors).length > 0) return lookAtIt(desk, composed);
  return desk.take({ do: 'confirm' }, reviewingOf(referralOf(desk), composed));
}
