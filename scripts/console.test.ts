import { describe, expect, test, vi } from "vitest";
import { readOptions } from "./console.mjs";

const CONFIG = {
  allowPositionals: true,
  options: {
    temperature: { type: "string" },
    image: { type: "string", multiple: true },
    all: { type: "boolean" },
  },
} as const;

const read = (...argv: string[]) => readOptions(argv, "Use it so.", CONFIG);
const problem = (...argv: string[]): unknown => {
  try {
    return read(...argv);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

describe("what a command was given", () => {
  test("numbers below zero are values, for the command to judge", () => {
    expect(read("--temperature", "-1", "hello")?.values.temperature).toBe("-1");
    expect(read("--temperature", "-.5")?.values.temperature).toBe("-.5");
    expect(read("--temperature=-2")?.values.temperature).toBe("-2");
    expect(read("--image", "-1", "--image", "-2")?.values.image).toEqual(["-1", "-2"]);
  });

  test("behind -- nothing is an option", () => {
    expect(read("--", "--temperature", "-1")?.positionals).toEqual(["--temperature", "-1"]);
  });

  test("an option without its value, and one that does not exist, are named", () => {
    expect(problem("--temperature", "--all")).toBe("--temperature needs a value.");
    expect(problem("--temperature")).toBe("--temperature needs a value.");
    expect(problem("--all", "-1")).toMatch(/-1/);
    expect(problem("--nothing")).toMatch(/--nothing/);
  });

  test("help is printed and leaves nothing to do", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(read("--temperature", "-1", "--help")).toBeNull();
    expect(write).toHaveBeenCalledWith("Use it so.\n");
    write.mockRestore();
  });
});
