/** A new roadmap in the execution dialect: the project's own text. Nothing in it is due, so that it is clean as it is. */
export const roadmapTemplate = `# <Name> — Execution Roadmap

> Fill in what stands in angle brackets, and add phases and tasks of your own. This file is the plan and its proof: a
> ticked box names the commits that did the work, and says what was seen.

1. \`roadmap next\` names the task to do, and prints the line to run when it is done. Do that task and no other.
2. Commit the work. Then tick: \`roadmap tick P0.1 --commit <hash> --status "<what was seen>"\`.
3. Where nothing in git can show it: \`--commit none --because "<why>"\`.
4. What does not work is not ticked: \`roadmap block P0.1 --reason "<why>"\`, or \`fail\`, or \`partial\`.
5. \`roadmap check\` says what is wrong with the file and its evidence; run it before every push.

## Outcome

<What holds when all of this is done, so that somebody else can see whether it does.>

## Tracker

Total phases: 3 (P0 → P2) + Review handoff (P3)

### P0 — Before anything is changed

- [ ] **P0.1** Write down how things stand: <what is measured, and how>
  - Commit:
  - Status:
- [ ] **P0.2** <What has to be there or be agreed on before the work begins>
  - Commit:
  - Status:

### P1 — Prove that it works

**Detail:** <where the instructions are>

- [ ] **P1.1** <The smallest piece that shows that the plan can work>
  - Commit:
  - Status:
- [ ] **P1.2** Show that it works: <by which command, with which result>
  - Commit:
  - Status:
  - Depends on: P1.1
  - Gate: yes

### P2 — Do it

- [ ] **P2.1** <The work itself>
  - Commit:
  - Status:
- [ ] **P2.2** Measure again what P0.1 wrote down
  - Commit:
  - Status:
  - Depends on: P2.1

### P3 — Review handoff

- [ ] **P3.1** The final report is filled in
  - Commit:
  - Status:
- [ ] **P3.2** A person has gone through the review checklist and signed off
  - Commit:
  - Status:

## Final report

**Result:**

- What was done: <in one line>
- What was measured: <before and after>
- Who verified it: <name>

**Surprises:**

- <what went otherwise than planned, or none>

## Review checklist

- [ ] **R1** The final report has no \`<placeholder>\` left
- [ ] **R2** \`roadmap check\` finds nothing
- [ ] **R3** The gate P1.2 was passed before P2 began
- [ ] **R4** The outcome holds:
  - seen by somebody who did not do the work
  - seen on another machine

**Sign-off:**

- Reviewed by: <name>
- Date: <YYYY-MM-DD>
- Approved: <yes/no>

## Change log

| Date | Phase | Action | Commit |
| --- | --- | --- | --- |
| <YYYY-MM-DD HH:MM> | <P0.1> | <what> | <hash> |
`;
