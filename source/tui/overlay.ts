import type { NoticeContent } from './parts/notice.tsx';

/** What lies over the screens and is no part of the journey. `scroll` and `scrollLimit` are rows of the Page screen. */
export type Overlay = {
	help: boolean;
	/** Is the question about the debugger's address open? */
	confirming: boolean;
	filtering: boolean;
	/** Are all troubles shown in full? */
	troubles: boolean;
	/** Are masked fields shown bare? */
	revealing: boolean;
	notice: NoticeContent | null;
	scroll: number;
	scrollLimit: number;
};

/** Nothing but the screen. */
export const NO_OVERLAY: Overlay = {
	help: false,
	confirming: false,
	filtering: false,
	troubles: false,
	revealing: false,
	notice: null,
	scroll: 0,
	scrollLimit: 0,
};
