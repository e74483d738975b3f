import type { NoticeContent } from './parts/notice.tsx';

/** What lies over the screens and is no part of the journey. `scroll` and `scrollLimit` are rows of the Page screen. */
export type Overlay = {
	help: boolean;
	/** What the person is asked to confirm: that the debugger's address is opened, or that a test post is made. */
	confirming: 'debugger' | 'publishing' | null;
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
	confirming: null,
	filtering: false,
	troubles: false,
	revealing: false,
	notice: null,
	scroll: 0,
	scrollLimit: 0,
};
