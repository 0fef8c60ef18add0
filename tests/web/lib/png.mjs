// Pixels of a PNG as our programs write it: eight bits, RGB or RGBA, not interlaced.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** @returns {{width: number, height: number, pixel: (x: number, y: number) => [number, number, number]}} */
export function readPng(path) {
  const file = readFileSync(path);
  const data = [];
  let width, height, channels;
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
    if (type === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[body[9]];
      if (body[8] !== 8 || !channels || body[12] !== 0) throw new Error(`${path}: a PNG of another form`);
    }
    if (type === 'IDAT') data.push(body);
  }
  const rows = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = rows[y * (stride + 1)];
    for (let i = 0; i < stride; ++i) {
      const left = i < channels ? 0 : out[y * stride + i - channels];
      const above = y === 0 ? 0 : out[(y - 1) * stride + i];
      const corner = y === 0 || i < channels ? 0 : out[(y - 1) * stride + i - channels];
      out[y * stride + i] = rows[y * (stride + 1) + 1 + i] + predict(filter, left, above, corner);
    }
  }
  return { width, height, pixel: (x, y) => [...out.subarray(y * stride + x * channels).subarray(0, 3)] };
}

/** The five filters of the PNG specification, section 9. */
function predict(filter, left, above, corner) {
  if (filter < 3) return [0, left, above][filter];
  if (filter === 3) return (left + above) >> 1;
  const near = [left, above, corner].map((value) => Math.abs(left + above - corner - value));
  return near[0] <= near[1] && near[0] <= near[2] ? left : near[1] <= near[2] ? above : corner;
}
