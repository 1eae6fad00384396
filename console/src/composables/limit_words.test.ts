import { describe, expect, it } from 'vitest'
import { i18n } from '../i18n'
import { en } from '../i18n/en'
import { limitWords } from './limit_words'

const inChinese = (text: string) => limitWords(text, (key, named) => i18n.global.t(key, named ?? {}))

describe('a time limit in words', () => {
  it.each([
    ['5wd', '5 个工作日'],
    ['30min', '30 分钟'],
    ['24h', '24 小时'],
    ['90wmin', '90 分钟工作时间'],
    ['4wh', '4 小时工作时间'],
    ['7d inclusive', '7 日，含当日'],
    ['13wd next_day', '13 个工作日，从次日起算'],
    ['5wd instant', '5 个工作日，到同一时刻'],
    ['same_day any_day cutoff=16:00', '当日，不分工作日，16:00 后计入次日'],
    ['30min night=23:00-08:00', '30 分钟，23:00 至 08:00 顺延至 08:00'],
    ['', ''],
    ['3moons', '3moons'],
    ['5wd odd', '5 个工作日，odd'],
  ])('%s: %s', (text, words) => expect(inChinese(text)).toBe(words))

  it('knows one day from several in English', () => {
    i18n.global.setLocaleMessage('en', en)
    const t = (key: string, named?: Record<string, unknown>) =>
      i18n.global.t(key, named ?? {}, { locale: 'en' })
    expect(limitWords('1wd', t)).toBe('1 working day')
    expect(limitWords('2wd', t)).toBe('2 working days')
    expect(limitWords('1d', t)).toBe('1 day')
  })
})
