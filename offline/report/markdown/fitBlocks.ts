/** A part of a comment: a title, and lines in a block of code. */
export interface Block {
  readonly title: string;
  readonly language: "diff" | "text";
  readonly lines: readonly string[];
}

/** A block, and how many of its lines are left out. */
export interface FittedBlock extends Block {
  readonly left: number;
}

/**
 * Shortens the longest block again and again, by a quarter, until the text made of all blocks is short enough.
 *
 * @param render - makes the text, with a note for each block that lost lines
 */
export function fitBlocks(
  blocks: readonly Block[],
  limit: number,
  render: (blocks: readonly FittedBlock[]) => string,
): string {
  let fitted: readonly FittedBlock[] = blocks.map((block) => ({ ...block, left: 0 }));
  let text = render(fitted);
  while (text.length > limit && fitted.some(({ lines }) => lines.length > 0)) {
    const sizes = fitted.map(sizeOf);
    const longest = sizes.indexOf(Math.max(...sizes));
    fitted = fitted.map((block, index) => (index === longest ? shortened(block) : block));
    text = render(fitted);
  }
  return text;
}

function sizeOf({ lines }: Block): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function shortened(block: FittedBlock): FittedBlock {
  const kept = Math.floor(block.lines.length * 0.75);
  return {
    ...block,
    lines: block.lines.slice(0, kept),
    left: block.left + block.lines.length - kept,
  };
}
