/** The findings that one rule has reported, by the URN of the resource. They prevent a second report of the same finding. */
export class ReportedFindings {
  readonly #byUrn = new Map<string, ReadonlySet<string>>();

  /** Keeps the reports of a resource. They replace the earlier reports of the same resource. */
  keep(urn: string, reports: readonly string[]): void {
    if (reports.length > 0) this.#byUrn.set(urn, new Set(reports));
    else this.#byUrn.delete(urn);
  }

  /** Forgets all reports. To be called after the check of the whole stack, because a new run starts then. */
  clear(): void {
    this.#byUrn.clear();
  }

  /** Whether the same report was kept for a resource. */
  has(urn: string, report: string): boolean {
    return this.#byUrn.get(urn)?.has(report) === true;
  }
}
