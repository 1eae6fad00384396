// The mock's city, people and roster.
export const city = {
  name: '泉城（演示）',
  version: 'mock',
  districts: [
    { code: 'A3', name: 'A3区' },
    { code: 'A5', name: 'A5区' },
    { code: 'B1', name: 'B1县' },
  ],
  units: [
    { code: 'hotline', name: '热线办', kind: 'hotline', parent: '', district: '', webhook: false },
    {
      code: 'housing',
      name: '市住房和城乡建设局',
      kind: 'department',
      parent: '',
      district: '',
      webhook: true,
    },
    { code: 'urban', name: '市城市管理局', kind: 'department', parent: '', district: '', webhook: false },
    { code: 'water', name: '水务集团', kind: 'enterprise', parent: '', district: '', webhook: false },
    { code: 'a3-gov', name: 'A3区人民政府', kind: 'district', parent: '', district: 'A3', webhook: false },
    {
      code: 'a3-housing',
      name: 'A3区住建局',
      kind: 'department',
      parent: 'a3-gov',
      district: 'A3',
      webhook: false,
    },
    { code: 'a5-gov', name: 'A5区人民政府', kind: 'district', parent: '', district: 'A5', webhook: false },
  ],
  catalogue: [
    { code: 'urban', name: '城市管理', parent: '' },
    { code: 'urban.noise', name: '噪声扰民', parent: 'urban' },
    { code: 'urban.property', name: '物业管理', parent: 'urban' },
    { code: 'water', name: '供水', parent: '' },
    { code: 'water.leak', name: '爆管漏水', parent: 'water' },
  ],
}

export const tokens = {
  'mock-agent': { role: 'agent', name: '话务员 王静', unit: '' },
  'mock-dispatcher': { role: 'dispatcher', name: '派单员 李强', unit: '' },
  'mock-visitor': { role: 'visitor', name: '回访员 赵敏', unit: '' },
  'mock-supervisor': { role: 'supervisor', name: '督办员 周涛', unit: '' },
  'mock-leader': { role: 'leader', name: '值班领导 孙卫东', unit: '' },
  'mock-housing': { role: 'unit', name: '住建联络员', unit: 'housing' },
  'mock-urban': { role: 'unit', name: '城管联络员', unit: 'urban' },
}

const rules = [
  [/漏水|爆管|停水/, 'water', 'water.leak'],
  [/噪声|噪音|烧烤|占道/, 'urban', 'urban.noise'],
  [/物业|电梯|供暖/, 'housing', 'urban.property'],
]

export const unitName = (code) => city.units.find((unit) => unit.code === code)?.name ?? ''

export function suggestionFor({ title = '', body = '', district = '', item = '' }) {
  const text = title + body
  const place = district || (city.districts.find((one) => text.includes(one.name))?.code ?? '')
  const rule = rules.find(([pattern]) => pattern.test(text))
  if (!rule) return { unit: '', unit_name: '', district: place, item, explanation: '没有匹配的事项' }
  const word = text.match(rule[0])[0]
  return {
    unit: rule[1],
    unit_name: unitName(rule[1]),
    district: place,
    item: item || rule[2],
    explanation: `“${word}” → ${rule[2]}`,
  }
}

export const cityTime = (ms = Date.now()) => new Date(ms + 8 * 3600e3).toISOString().replace('Z', '+08:00')

const daysOf = (month) => {
  const [year, number] = month.split('-').map(Number)
  return Array.from(
    { length: new Date(Date.UTC(year, number, 0)).getUTCDate() },
    (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`,
  )
}

export function calendarOf(month) {
  const days = daysOf(month).map((date, at) => {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    const kind =
      at === 13 ? 'make_up' : at > 14 && at < 18 ? 'holiday' : weekday % 6 === 0 ? 'off' : 'working'
    return { date, kind, name: kind === 'holiday' ? '演示节' : '', known: true }
  })
  return { month, version: 'mock.1', days }
}

const people = ['张建国', '刘海燕', '陈志强', '杨丽', '黄伟', '吴芳', '徐明']

export function dutyOf(month) {
  const slots = []
  const vacant = []
  daysOf(month).forEach((date, at) => {
    const slot = (kind, from, to, extra) =>
      slots.push({
        id: `${date}-${kind}-1`,
        date,
        from: `${date}T${from}:00.000+08:00`,
        to: `${to}:00.000+08:00`,
        kind,
        leader: people[(at + kind.length) % 7],
        post: '',
        unit: '',
        unit_name: '',
        seat: '',
        phone: `138000${String(10000 + at).slice(1)}`,
        scope: '',
        status: 'published',
        ...extra,
      })
    const next = cityTime(Date.parse(`${date}T08:30:00+08:00`) + 86400e3).slice(0, 16)
    if (new Date(`${date}T00:00:00Z`).getUTCDay() === 3) {
      slot('leader_session', '09:30', `${date}T11:00`, {
        post: '副市长',
        seat: '01',
        phone: '',
        scope: '全市诉求',
      })
    }
    slot('head_of_duty', '08:30', next, { post: '副主任' })
    if (at === 20) vacant.push(date)
    else slot('duty_officer', '08:30', next, { post: '值班科' })
  })
  return { month, slots, vacant }
}

export function dutyNow() {
  const at = cityTime()
  const slots = dutyOf(at.slice(0, 7)).slots.filter((slot) => slot.from <= at && at < slot.to)
  return { at, slots, vacant: !slots.some((slot) => slot.kind === 'duty_officer') }
}
