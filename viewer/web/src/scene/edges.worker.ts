import { findEdges } from './edges';

export interface EdgeOrder {
  number: number;
  positions: Float32Array;
  indices: Uint32Array;
}
export interface EdgeAnswer {
  number: number;
  lines: Float32Array;
}

addEventListener('message', (event: MessageEvent<EdgeOrder>) => {
  const { number, positions, indices } = event.data;
  const lines = findEdges(positions, indices);
  const answer: EdgeAnswer = { number, lines };
  postMessage(answer, { transfer: [lines.buffer] });
});
