/** @file Follows the requests of this page. */
import { useEffect, useState } from "react";
import { requestsByOrigin, type OriginRequests, type RequestEntry } from "./request-list.ts";

export function useRequests(): readonly OriginRequests[] {
  const [entries, setEntries] = useState<readonly RequestEntry[]>([]);
  useEffect(() => {
    const observer = new PerformanceObserver((list) => {
      const added = list.getEntriesByType("resource").map((entry) => ({
        name: entry.name,
        transferSize: (entry as PerformanceResourceTiming).transferSize,
      }));
      setEntries((before) => [...before, ...added]);
    });
    observer.observe({ type: "resource", buffered: true });
    return () => {
      observer.disconnect();
      setEntries([]);
    };
  }, []);
  return requestsByOrigin(entries, location.origin);
}
