/** What one rule has reported of each resource, by URN: what is seen again later is not reported again. */
export class ReportedFindings {
  readonly #byUrn = new Map<string, ReadonlySet<string>>();

  /** Keeps what was reported of a resource; a resource that is shown again replaces what was known of it. */
  keep(urn: string, reports: readonly string[]): void {
    if (reports.length > 0) this.#byUrn.set(urn, new Set(reports));
    else this.#byUrn.delete(urn);
  }

  /** Forgets everything: the whole stack was shown, and what follows is another run. */
  clear(): void {
    this.#byUrn.clear();
  }

  /** Whether the same was reported of a resource. */
  has(urn: string, report: string): boolean {
    return this.#byUrn.get(urn)?.has(report) === true;
  }
}
