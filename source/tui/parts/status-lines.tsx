import type { Scope } from '../../session/question.ts';
import type { Status } from '../../session/state.ts';
import { ProblemBox } from './problem-box.tsx';
import { StepLine } from './step-line.tsx';

/** Work that runs, or why it has failed; nothing else. */
export function StatusLines({ status, running, scope }: { status: Status<unknown>; running: string; scope: Scope }) {
	if (status.state === 'running') return <StepLine state="running" text={running} />;
	return status.state === 'refused' ? <ProblemBox problem={status.problem} scope={scope} /> : null;
}
