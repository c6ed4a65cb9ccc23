/** @file A checkpoint under other names: parts of a model are stored under prefixes that differ from tool to tool. */
import type { Checkpoint } from "./checkpoint.ts";

/** @param storedName the name in `checkpoint` of what is asked for. */
export function renamedCheckpoint(checkpoint: Checkpoint, storedName: (name: string) => string): Checkpoint {
  return {
    has: (name) => checkpoint.has(storedName(name)),
    rows: (name, shape) => checkpoint.rows(storedName(name), shape),
    nbits: (name, shape) => checkpoint.nbits(storedName(name), shape),
    vector: (name, shape) => checkpoint.vector(storedName(name), shape),
  };
}

/** One part of a model: what its names begin with here, where else it may lie, and a tensor that every file of it has. */
export interface CheckpointPart {
  readonly prefix: string;
  readonly stored: readonly string[];
  readonly witness: string;
}

/**
 * Names to those that the checkpoint has, part by part; a part that is nowhere keeps its names, and is missed when it is
 * read. The first part that a name belongs to decides.
 */
export function storedNames(
  checkpoint: Checkpoint,
  parts: readonly CheckpointPart[],
): (name: string) => string {
  const found = parts.map(({ prefix, stored, witness }) => ({
    prefix,
    own: stored.find((each) => checkpoint.has(each + witness)) ?? prefix,
  }));
  return (name) => {
    const part = found.find(({ prefix }) => name.startsWith(prefix));
    return part ? part.own + name.slice(part.prefix.length) : name;
  };
}
