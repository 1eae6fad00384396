// Instants as the city reads them. The server writes them with the city's offset, so the wall time is
// in the text; converting to the browser's zone would show a travelling official the wrong deadline.
const cityOffsetMs = 8 * 3600 * 1000

// Journals may carry epoch milliseconds.
function textOf(at: string | number | undefined): string {
  if (at === undefined) return ''
  if (typeof at === 'string') return at
  return new Date(at + cityOffsetMs).toISOString()
}

// What a date field holds, "2026-03-01T12:00", is the city's wall time: as the server takes it.
export function instantOf(wallTime: string): string {
  return `${wallTime.slice(0, 16)}:00+08:00`
}

export function dateTime(at: string | number | undefined): string {
  return textOf(at).slice(0, 16).replace('T', ' ')
}

export function shortTime(at: string | number | undefined): string {
  return textOf(at).slice(5, 16).replace('T', ' ')
}

export function clockTime(at: string | number | undefined): string {
  return textOf(at).slice(11, 16)
}

export function dateOf(at: string | number | undefined): string {
  return textOf(at).slice(0, 10)
}

// Monday is 1, Sunday is 7. `date` is yyyy-mm-dd.
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

export function monthShifted(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number)
  const shifted = new Date(Date.UTC(year, number - 1 + by, 1))
  return shifted.toISOString().slice(0, 7)
}
