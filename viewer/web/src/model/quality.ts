import { segment, type Api } from '../net/api';

/** What the quality report says of one building. */
export interface Quality {
  /** how many findings, worst kind first */
  counts: { severity: 'error' | 'warning' | 'info'; count: number }[];
  volumeKnown: boolean;
  /** id of the building's section in the report; null when nothing was found */
  anchor: string | null;
}

interface Document {
  severities?: Record<string, number>;
  volume_known?: boolean;
  anchor?: string;
}

export function readQuality(document: Document): Quality {
  const counts = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, count: document.severities?.[severity] ?? 0 }))
    .filter(({ count }) => count > 0);
  return {
    counts,
    volumeKnown: document.volume_known !== false,
    anchor: counts.length === 0 ? null : (document.anchor ?? null),
  };
}

export async function qualityOf(api: Api, branch: string, building: string): Promise<Quality> {
  return readQuality(await api.get<Document>(`/branches/${segment(branch)}/buildings/${segment(building)}/quality`));
}

/** Address of the branch's report; of one building's part of it with an anchor. */
export function reportAddress(branch: string, language: string, anchor: string | null): string {
  const page = `/branches/${segment(branch)}/report?f=html&lang=${language}`;
  return anchor === null ? page : `${page}#${segment(anchor)}`;
}
