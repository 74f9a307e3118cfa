/** Sizes of a card in pixels. They are known before anything is drawn, so nodes out of sight need not be measured. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 68;
export const OPTION_HEIGHT = 28;

export const heightOf = (optionCount: number): number => NODE_HEIGHT + optionCount * OPTION_HEIGHT;

/** Middle of an option's row, from the card's top. */
export const optionTop = (index: number): number => NODE_HEIGHT + index * OPTION_HEIGHT + OPTION_HEIGHT / 2 - 3;
