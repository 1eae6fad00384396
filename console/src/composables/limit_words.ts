// A time limit of the text form of policies ("13wd next_day", "same_day cutoff=16:00") in words.
type Translate = (key: string, named?: Record<string, unknown>) => string

const amount = /^(\d+)(min|h|wmin|wh|wd|d)$/
const singular: Record<string, string> = { wd: 'wdOne', d: 'dOne' }

function unitWords(text: string, t: Translate): string {
  if (text === 'same_day') return t('limit.same_day')
  const [, n, unit] = text.match(amount) ?? []
  if (!unit) return text
  return t(`limit.${Number(n) === 1 ? (singular[unit] ?? unit) : unit}`, { n: Number(n) })
}

function optionWords(text: string, t: Translate): string {
  const [name, value = ''] = text.split('=')
  switch (name) {
    case 'instant':
    case 'inclusive':
    case 'next_day':
    case 'any_day':
      return t(`limit.${name}`)
    case 'cutoff':
      return t('limit.cutoff', { at: value })
    case 'night': {
      const [from, to] = value.split('-')
      return t('limit.night', { from, to })
    }
    default:
      return text
  }
}

// What is not understood is shown as it stands.
export function limitWords(text: string, t: Translate): string {
  const [unit, ...options] = text.split(' ').filter(Boolean)
  if (!unit) return ''
  return [unitWords(unit, t), ...options.map((one) => optionWords(one, t))].join(t('journal.comma'))
}
