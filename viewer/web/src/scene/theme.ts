/** Colours of the surroundings; the city's own colours come from colours.json. */
export interface Theme {
  skyHigh: string;
  skyLow: string;
  ground: string;
  grid: string;
  edge: string;
  edgeOpacity: number;
  envelope: string;
  envelopeEdge: string;
  /** proposed buildings and the lines of their storeys */
  massing: string;
  massingEdge: string;
  accent: string;
  glow: string;
  /** how bright the surroundings are beside their colours in colours.json */
  surroundings: number;
}

export const kLight: Theme = {
  skyHigh: '#b9d0e2',
  skyLow: '#eef1ee',
  ground: '#e6e3da',
  grid: '#cfcabd',
  edge: '#2b2a27',
  edgeOpacity: 0.38,
  envelope: '#4f8fcf',
  envelopeEdge: '#1d4f84',
  massing: '#f3ece0',
  massingEdge: '#6b4a1f',
  accent: '#d0297b',
  glow: '#ff8a1f',
  surroundings: 1,
};

export const kDark: Theme = {
  skyHigh: '#1b2733',
  skyLow: '#3b4853',
  ground: '#3a3f42',
  grid: '#4b5155',
  edge: '#0c0d0e',
  edgeOpacity: 0.55,
  envelope: '#7db8f0',
  envelopeEdge: '#b6dcff',
  massing: '#cfc6b6',
  massingEdge: '#2e2416',
  accent: '#ff77b4',
  glow: '#ffb060',
  surroundings: 0.4,
};
