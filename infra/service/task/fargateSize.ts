/** CPU units and memory of a Fargate task. */
export interface FargateSize {
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: number;
  /** Memory in MiB. */
  readonly memory: number;
}

/** Memory in MiB that each number of CPU units can have. Source: "Task size" in the Amazon ECS developer guide; cfn-lint for 32768. */
const MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16384, 1024),
  4096: steps(8192, 30720, 1024),
  8192: steps(16384, 61440, 4096),
  16384: steps(32768, 122880, 8192),
  32768: [61440, 122880, 249856],
};

/** The CPU units that Fargate offers. */
export const FARGATE_CPU: readonly number[] = Object.keys(MEMORY).map(Number);

/** The memory sizes in MiB that Fargate offers with a number of CPU units; none when it does not offer those units. */
export function fargateMemory(cpu: number): readonly number[] {
  return MEMORY[cpu] ?? [];
}

/** The legal memory sizes in words, such as "4096 to 16384 in steps of 1024". */
export function describeMemory(sizes: readonly number[]): string {
  const [first, second, third] = sizes;
  const last = sizes.at(-1);
  if (first === undefined || second === undefined || third === undefined || last === undefined) {
    return sizes.join(", ");
  }
  return third - second === second - first
    ? `${first} to ${last} in steps of ${second - first}`
    : sizes.join(", ");
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
