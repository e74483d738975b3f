// What packages in the bundle find as Intl.Segmenter.
export { GraphemeSegmenter as 'Intl.Segmenter' } from '../source/host/grapheme-segmenter.ts';
