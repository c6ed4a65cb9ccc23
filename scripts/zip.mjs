// @ts-check
/**
 * @file Reads one entry of a ZIP archive on disk as a stream, by its central directory (PKWARE APPNOTE 4.3).
 * Stored and deflated entries only; no ZIP64, no encryption: a Python wheel needs neither.
 */

import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createInflateRaw } from "node:zlib";

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const CENTRAL_FILE_HEADER = 0x02014b50;
const LOCAL_FILE_HEADER = 0x04034b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method
 * @property {number} flags
 * @property {number} compressedBytes
 * @property {number} sizeBytes
 * @property {number} localHeaderOffset
 */

/**
 * The entries of the archive in directory order.
 *
 * @param {string} path
 * @returns {Promise<ZipEntry[]>}
 */
export async function listZip(path) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - END_RECORD_BYTES - MAX_COMMENT_BYTES), size);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (
      end < 0 ||
      tail.length - end < END_RECORD_BYTES ||
      tail.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY
    ) {
      throw new Error(`${path} is not a ZIP archive`);
    }
    const directoryBytes = tail.readUInt32LE(end + 12);
    const directoryOffset = tail.readUInt32LE(end + 16);
    return parseDirectory(await readAt(file, directoryOffset, directoryOffset + directoryBytes), path);
  } finally {
    await file.close();
  }
}

/**
 * The bytes of `entry`, inflated.
 *
 * @param {string} path
 * @param {ZipEntry} entry
 * @returns {Promise<import("node:stream").Readable>}
 */
export async function readZipEntry(path, entry) {
  if ((entry.flags & 1) !== 0 || (entry.method !== STORED && entry.method !== DEFLATED)) {
    throw new Error(`${entry.name} in ${path} is encrypted or packed with method ${entry.method}`);
  }
  const file = await open(path);
  let start;
  try {
    const header = await readAt(file, entry.localHeaderOffset, entry.localHeaderOffset + 30);
    if (header.readUInt32LE(0) !== LOCAL_FILE_HEADER) throw new Error(`${path} has a damaged entry`);
    start = entry.localHeaderOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
  const raw = createReadStream(path, { start, end: start + entry.compressedBytes - 1 });
  // pipeline hands an error of the file on to the reader of the inflated stream.
  return entry.method === STORED ? raw : pipeline(raw, createInflateRaw(), () => undefined);
}

/**
 * @param {Buffer} directory
 * @param {string} path
 */
function parseDirectory(directory, path) {
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0; at < directory.length;) {
    if (directory.readUInt32LE(at) !== CENTRAL_FILE_HEADER)
      throw new Error(`${path} has a damaged directory`);
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      localHeaderOffset: directory.readUInt32LE(at + 42),
      name: directory.toString("utf8", at + 46, at + 46 + nameBytes),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * @param {import("node:fs/promises").FileHandle} file
 * @param {number} start
 * @param {number} end
 */
async function readAt(file, start, end) {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  if (bytesRead !== buffer.length) throw new Error("the archive ends too early");
  return buffer;
}
