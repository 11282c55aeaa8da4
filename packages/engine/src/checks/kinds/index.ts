import type { Check } from '@roadmap-as-code/core/checks';
import type { CheckKind } from '../check-kind.ts';
import { noPlaceholder, reportComplete, surprisesAnswered, tasksDone } from './document-checks.ts';
import { file } from './file.ts';

type Kinds = { readonly [Kind in Check['kind']]: CheckKind<Kind> };

/** Every kind of check, by its name. */
export const checkKinds: Kinds = {
  file,
  'no-placeholder': noPlaceholder,
  'report-complete': reportComplete,
  'surprises-answered': surprisesAnswered,
  'tasks-done': tasksDone,
};
