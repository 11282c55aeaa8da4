import { compileForms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';

/** How an id stands at the head of a title. */
export type IdForm = (id: string) => string;

/** In the order in which they are tried: bold, as most plans have it, and before a colon. */
const FORMS: readonly IdForm[] = [(id) => `**${id}** `, (id) => `${id}: `];

/** Whether a dialect reads an id of that form back. */
export function makeFormTest(dialect: Dialect): (form: IdForm, id: string) => boolean {
  const { taskId } = compileForms(dialect);
  return (form, id) => taskId?.exec(`${form(id)}Title`)?.groups?.['id'] === id;
}

/** The forms in which a bare plan of that dialect can carry ids such as `T-1`; none where it has none. */
export function listIdForms(dialect: Dialect): readonly IdForm[] {
  const reads = makeFormTest(dialect);
  return FORMS.filter((form) => reads(form, 'T-1'));
}
