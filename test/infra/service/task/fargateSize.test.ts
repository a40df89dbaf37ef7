import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeMemory,
  FARGATE_CPU,
  fargateMemory,
} from "../../../../infra/service/task/fargateSize";

// Compares the sizes with the table of AWS's developer guide. Does not show that Fargate accepts each pair.

/** Smallest memory, largest memory and step in MiB, by CPU units. */
const GUIDE: readonly (readonly [cpu: number, min: number, max: number, step: number])[] = [
  [512, 1024, 4096, 1024],
  [1024, 2048, 8192, 1024],
  [2048, 4096, 16384, 1024],
  [4096, 8192, 30720, 1024],
  [8192, 16384, 61440, 4096],
  [16384, 32768, 122880, 8192],
];

describe("fargateMemory", () => {
  it("offers exactly the guide's pairs of CPU and memory", () => {
    assert.deepEqual(FARGATE_CPU, [256, ...GUIDE.map(([cpu]) => cpu), 32768]);
    assert.deepEqual(fargateMemory(256), [512, 1024, 2048]);
    assert.deepEqual(fargateMemory(32768), [61440, 122880, 249856]);
    fc.assert(
      fc.property(
        fc.constantFrom(...GUIDE),
        fc.integer({ min: 0, max: 131072 }),
        ([cpu, min, max, step], memory) => {
          const legal = memory >= min && memory <= max && (memory - min) % step === 0;
          assert.equal(fargateMemory(cpu).includes(memory), legal);
        },
      ),
    );
    for (const [cpu, min, max, step] of GUIDE) {
      const sizes = fargateMemory(cpu);
      assert.deepEqual([sizes[0], sizes.at(-1), sizes.length], [min, max, (max - min) / step + 1]);
    }
  });

  it("offers no memory for any other number of CPU units", () => {
    fc.assert(
      fc.property(fc.integer(), (cpu) => {
        assert.equal(fargateMemory(cpu).length > 0, FARGATE_CPU.includes(cpu));
      }),
    );
  });

  it("gives the sizes as text", () => {
    assert.equal(describeMemory(fargateMemory(256)), "512, 1024, 2048");
    assert.equal(describeMemory(fargateMemory(32768)), "61440, 122880, 249856");
    assert.equal(describeMemory(fargateMemory(2048)), "4096 to 16384 in steps of 1024");
    assert.equal(describeMemory(fargateMemory(16384)), "32768 to 122880 in steps of 8192");
  });
});
