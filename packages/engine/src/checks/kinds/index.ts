import type { Check } from '@roadmap-as-code/core/checks';
import type { CheckKind } from '../check-kind.ts';
import { command } from './command.ts';
import { noPlaceholder, reportComplete, surprisesAnswered, tasksDone } from './document-checks.ts';
import { file } from './file.ts';
import { forgePackage } from './forge-package.ts';
import { forgeRun } from './forge-run.ts';
import { forgeRunner } from './forge-runner.ts';
import { gitBranch } from './git-branch.ts';
import { gitTag } from './git-tag.ts';
import { http } from './http.ts';
import { npmPackage } from './npm-package.ts';
import { systemdUnit } from './systemd-unit.ts';

type Kinds = { readonly [Kind in Check['kind']]: CheckKind<Kind> };

/** Every kind of check, by its name. */
export const checkKinds: Kinds = {
  command,
  file,
  'forge-package': forgePackage,
  'forge-run': forgeRun,
  'forge-runner': forgeRunner,
  'git-branch': gitBranch,
  'git-tag': gitTag,
  http,
  'no-placeholder': noPlaceholder,
  'npm-package': npmPackage,
  'report-complete': reportComplete,
  'surprises-answered': surprisesAnswered,
  'systemd-unit': systemdUnit,
  'tasks-done': tasksDone,
};
